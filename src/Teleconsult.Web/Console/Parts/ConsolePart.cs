using Microsoft.AspNetCore.Components;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Parts;

/// <summary>What every component of the console has at hand: the words and the reader's time.</summary>
public abstract class ConsolePart : ComponentBase
{
    [Inject]
    protected Words Words { get; set; } = null!;

    [CascadingParameter]
    protected ReaderTime Time { get; set; } = null!;
}
