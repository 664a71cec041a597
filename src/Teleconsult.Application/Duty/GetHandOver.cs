using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Duty;

/// <summary>What the reader holds, and to whom it can be handed when the shift ends.</summary>
[Allowed(Role.Specialist)]
public sealed record GetHandOver : IRequest<HandOverView>;

/// <param name="ShiftEnds">When the reader's duty ends; null: no roster says, or they are not on duty. UTC.</param>
/// <param name="IsTime">There is something to hand over, and the shift is over or ends within <see cref="GetHandOverHandler.Before"/>.</param>
public sealed record HandOverView(DateTimeOffset? ShiftEnds, bool IsTime, IReadOnlyList<HandOverCase> Cases);

/// <param name="Colleagues">Who answers for the case's service, on duty next first, then by name.</param>
public sealed record HandOverCase(Guid Id, long Number, Urgency Urgency, NextStepView NextStep, IReadOnlyList<HandOverColleague> Colleagues);

/// <param name="OnDuty">When the reader's shift is over.</param>
public sealed record HandOverColleague(Guid Id, string Name, bool OnDuty);

internal sealed class GetHandOverHandler(TeleconsultDb db, IDutyBook duty, NameDirectory directory, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<GetHandOver, HandOverView>
{
    /// <summary>Long enough to write a sentence, short enough to be meant: a design choice.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(36);
    private static readonly TimeSpan JustOver = TimeSpan.FromHours(12);

    public async Task<HandOverView> Handle(GetHandOver request, CancellationToken cancellationToken)
    {
        var (actor, now) = (user.Actor, clock.GetUtcNow());
        var me = (PractitionerId?)actor.Id;
        var held = await db.Consults.AsNoTracking().VisibleTo(actor)
            .Where(c => c.State < ConsultState.Closed && c.Holder == me && (c.State == ConsultState.Claimed || c.State == ConsultState.NeedsRequester))
            .OrderBy(c => c.StepDue).ThenBy(c => c.Number).Take(100).ToListAsync(cancellationToken);
        var names = await directory.OfAsync(actor.Network, cancellationToken);
        var plans = new Dictionary<ServiceId, ServiceDuty>();
        foreach (var service in actor.Services)
        {
            if (await duty.PlanAsync(service, now - JustOver, cancellationToken) is { } plan)
            {
                plans[service] = plan;
            }
        }

        var ends = EndOf([.. plans.Values], actor.Id, now);
        var wasOn = ends is null && plans.Values.Any(p => p.Published is not null && DutyBook.ViewOf(p, now - JustOver).OnDuty.Contains(actor.Id));
        return new HandOverView(
            ends, held.Count > 0 && (wasOn || ends - now <= Before),
            [.. held.Select(c => new HandOverCase(c.Id.Value, c.Number, c.Urgency, names.NextStepOf(c), Colleagues(c, plans, names, ends ?? now)))]);
    }

    /// <summary>When the person is no longer on duty for any rostered service.</summary>
    private static DateTimeOffset? EndOf(IReadOnlyList<ServiceDuty> plans, PractitionerId person, DateTimeOffset now)
    {
        var rostered = plans.Where(p => p.Published is not null).ToList();
        DateTimeOffset? end = null;
        for (var at = now; at <= now + Longest;)
        {
            var views = rostered.ConvertAll(p => DutyBook.ViewOf(p, at));
            if (!views.Exists(v => v.OnDuty.Contains(person)))
            {
                return end; // null where they are not on duty now
            }

            var until = views.Select(v => v.Until).Where(u => u > at).Min();
            if (until is not { } turns)
            {
                return null; // not known to end
            }

            (at, end) = (turns, turns);
        }

        return end;
    }

    private IReadOnlyList<HandOverColleague> Colleagues(Consult consult, Dictionary<ServiceId, ServiceDuty> plans, Names names, DateTimeOffset after)
    {
        if (consult.Service is not { } service || !plans.TryGetValue(service, out var plan))
        {
            return [];
        }

        var onDuty = DutyBook.ViewOf(plan, after).OnDuty.ToHashSet();
        return [.. plan.Members.Where(m => m != user.Actor.Id && m != consult.Requester)
            .Select(m => new HandOverColleague(m.Value, names.Person(m).Name, onDuty.Contains(m)))
            .OrderByDescending(c => c.OnDuty).ThenBy(c => c.Name, StringComparer.Ordinal)];
    }
}
