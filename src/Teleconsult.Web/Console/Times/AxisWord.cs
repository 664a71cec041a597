using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Teleconsult.Web.Console.Times;

/// <summary>An SVG word. Razor takes a bare <c>text</c> element for its own, hence by code.</summary>
public sealed class AxisWord : ComponentBase
{
    [Parameter] public string X { get; set; } = "0";
    [Parameter] public string Y { get; set; } = "0";
    [Parameter] public string Word { get; set; } = "";
    [Parameter] public bool Middle { get; set; }
    [Parameter] public bool End { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y);
        builder.AddAttribute(3, "text-anchor", Middle ? "middle" : End ? "end" : "start");
        builder.AddContent(4, Word);
        builder.CloseElement();
    }
}
