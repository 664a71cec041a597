using Teleconsult.Application.Worklist;

namespace Teleconsult.Web.Console.Worklist;

/// <summary>Where one is in the worklist, as long as the circuit lives: a case leads back to it, and to the next one of it.</summary>
public sealed class WorklistPlace
{
    /// <summary>False until the worklist was opened in this circuit.</summary>
    public bool IsKnown { get; private set; }

    public WorklistTab Tab { get; private set; } = WorklistTab.ToAnswer;

    public WorklistFilter Filter { get; private set; } = WorklistFilter.Nothing;

    /// <summary>The line on which one was.</summary>
    public Guid? Selected { get; set; }

    public void Be(WorklistTab tab, WorklistFilter filter) => (IsKnown, Tab, Filter) = (true, tab, filter);
}
