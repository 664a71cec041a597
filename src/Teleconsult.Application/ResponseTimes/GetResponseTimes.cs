using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>How long each step took, by service and urgency, and who is still waiting. Times are wall clock.</summary>
/// <param name="Days">The period that ends now: cases whose deadline fell into it, from 1 to 366 days.</param>
[Allowed]
public sealed record GetResponseTimes(int Days = 90) : IRequest<ResponseTimesPage>;

/// <param name="Own">The reader's own cases alone: seen by nobody else.</param>
/// <param name="Groups">Services by urgency; a cell of fewer than 5 people or 5 cases is withheld.</param>
/// <param name="Waiting">Live: open cases that the reader may see, oldest promise first.</param>
public sealed record ResponseTimesPage(
    IReadOnlyList<ResponseTimesRow> Own, IReadOnlyList<ResponseTimesRow> Groups, IReadOnlyList<WaitingCase> Waiting, DateTimeOffset Now);

/// <summary>One service at one urgency. <paramref name="Withheld"/>: the group is too small to show without showing a person.</summary>
/// <param name="InTarget">Share from 0 to 1 of cases advised by their deadline; the unanswered count as misses. Null: no deadline fell into the period.</param>
public sealed record ResponseTimesRow(
    Guid? Service, string ServiceName, Urgency Urgency, int Cases, bool Withheld, StepTimes Seen, StepTimes Claimed, StepTimes FirstResponse,
    StepTimes Advice, StepTimes Read, StepTimes Closed, double? InTarget, TimeSpan AdviceTarget);

/// <summary>Median and 90th percentile from received; <paramref name="Withheld"/> where fewer than 5 people or 5 cases stand behind it.</summary>
public sealed record StepTimes(int Cases, TimeSpan? Median, TimeSpan? NinetiethPercentile, bool Withheld);

public sealed record WaitingCase(
    Guid Id, long Number, string ServiceName, Urgency Urgency, ConsultState State, TimeSpan Waited, DateTimeOffset Due, bool Overdue, string? Who);
