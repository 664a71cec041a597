using Microsoft.AspNetCore.Components;
using Teleconsult.Application.Directory;
using Teleconsult.Web.Console.Gateway;
using Teleconsult.Web.Console.Parts;

namespace Teleconsult.Web.Console.Admin;

/// <summary>What the pages of the directory share: all of it, read anew after each change.</summary>
public abstract class DirectoryPage : ConsolePart
{
    [Inject] protected IConsoleGateway Gateway { get; set; } = null!;

    protected DirectoryView? Page { get; private set; }

    protected Refusal? Refused { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Load();
            StateHasChanged();
        }
    }

    protected async Task Load()
    {
        var answer = await Gateway.Send(new GetDirectory());
        (Page, Refused) = (answer.Value ?? Page, answer.Refusal);
    }

    protected string FacilityName(Guid? id) => Page?.Facilities.FirstOrDefault(f => f.Id == id)?.Name ?? "?";

    protected string ServiceName(Guid? id) => Page?.Services.FirstOrDefault(s => s.Id == id)?.Name ?? "?";

    protected string PersonName(Guid? id) => Page?.People.FirstOrDefault(p => p.Id == id)?.Name ?? "?";
}
