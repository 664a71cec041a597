using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Worklist;

public enum WorklistTab
{
    /// <summary>Waiting for a claim, what is held, and emergencies whose answer was said back and waits for a yes; by what is due next.</summary>
    ToAnswer = 0,

    /// <summary>What the reader holds, what they were asked a second opinion on, and where two differ and they decide.</summary>
    Mine = 1,
    WaitingForInformation = 2,
    /// <summary>Answered and not read, or not said back yet.</summary>
    AnsweredUnread = 3,

    /// <summary>Coordinators: without a service.</summary>
    ToAllocate = 4,

    /// <summary>Coordinators: every open case of the network.</summary>
    AllOpen = 5,
}

/// <summary>The open consults of one tab, by what is due next, at most <paramref name="Limit"/> (1 to 500). Counts are of whole tabs.</summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record ListWorklist(WorklistTab Tab, int Limit = 200, WorklistFilter? Filter = null) : IRequest<WorklistPage>;

/// <param name="Counts">How many cases each tab holds, for the tabs that the reader has.</param>
/// <param name="Cursor">Where the log stood before the list was read: follow the feed from here and no change is missed.</param>
public sealed record WorklistPage(IReadOnlyList<WorklistEntry> Entries, IReadOnlyDictionary<WorklistTab, int> Counts, DateTimeOffset Now, string Cursor);

/// <summary>One line of the worklist again, after a notice; null when it is no longer visible or no longer in the tab.</summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record GetWorklistEntry(Guid Consult, WorklistTab Tab, WorklistFilter? Filter = null) : IRequest<WorklistEntry?>;

/// <summary>
/// What to answer after a case: of the tab the first by what is due that nobody else has and that does not wait for its requester. Null: nothing.
/// </summary>
/// <param name="After">The case that one comes from.</param>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record GetNextCase(WorklistTab Tab, WorklistFilter? Filter, Guid After) : IRequest<WorklistEntry?>;

public sealed record WorklistEntry(
    Guid Id, long Number, long Version, Urgency Urgency, ConsultState State, NextStepView NextStep, DateTimeOffset ReceivedAt,
    PatientView Patient, string Template, string TemplateTitle, string Question, IReadOnlyList<PhotoView> Photos, int PhotosExpected,
    int PhotosStored, IReadOnlyList<string> Missing, IReadOnlyList<string> RedFlags, string FacilityName, string RequesterName,
    string? Language, ServiceView? Service, PersonName? Holder, bool Mine, DateTimeOffset? LeaseEnds)
{
    /// <summary>While nobody has it: whom it was offered to.</summary>
    public PersonName? OfferedTo { get; init; }

    public bool OfferedToMe { get; init; }
}
