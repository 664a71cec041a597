using Teleconsult.Domain.Duty;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Domain.Consults;

// What its service promised for this case. It stays with the case: a promise changed later is one for later cases.
public sealed partial class Consult
{
    private bool _promiseAsked;
    private (DateTimeOffset From, DateTimeOffset To)? _rested;

    /// <summary>What its service promised; null: the default for its urgency, by the wall clock.</summary>
    public CasePromise? Promise { get; private set; }

    /// <summary>The promise that holds.</summary>
    public ResponseTarget Target => Promise?.Target ?? ResponseTargets.Default(Urgency);

    /// <summary>
    /// Since it was loaded it has come to a service or an urgency, or a rest has ended that opening hours have to measure: what is promised is
    /// to be said in the same transaction.
    /// </summary>
    public bool NeedsPromise => Service is not null && (_promiseAsked || _rested is not null);

    /// <summary>Says what is promised. Times count from receipt, whatever happened since. Nothing is recorded where the default goes on.</summary>
    /// <param name="own">What the case's service promises for its urgency; null: the default.</param>
    /// <param name="calendar">The service's.</param>
    public void MakePromise(ServicePromise? own, ServiceCalendar calendar, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (!NeedsPromise)
        {
            return;
        }

        var (asked, rested) = (_promiseAsked, _rested is { } rest ? calendar.OpenTimeBetween(rest.From, rest.To) : TimeSpan.Zero);
        (_promiseAsked, _rested) = (false, null);
        var before = Promise;
        if (!asked && before is { InServiceHours: true })
        {
            if (rested > TimeSpan.Zero)
            {
                Record(Promised(now, before.Target, true, before.ClaimBy, calendar.AddOpenTime(before.AdviseBy, rested), before.Rested + rested));
            }
        }
        else if (asked && own is { InServiceHours: true } && Urgency is not Urgency.Emergency)
        {
            // Rests before a redirect count where they were measured in opening hours too: never more than was rested.
            rested += before?.Rested ?? TimeSpan.Zero;
            Record(Promised(
                now, own.Target, true, calendar.AddOpenTime(ReceivedAt, own.Target.Claim), calendar.AddOpenTime(ReceivedAt, own.Target.Advice + rested), rested));
        }
        else if (asked && (own is not null || before is not null))
        {
            var target = own?.Target ?? ResponseTargets.Default(Urgency);
            Record(Promised(now, target, false, ReceivedAt + target.Claim, ReceivedAt + target.Advice, TimeSpan.Zero));
        }
    }

    private static ConsultPromised Promised(
        DateTimeOffset now, ResponseTarget target, bool inServiceHours, DateTimeOffset claimBy, DateTimeOffset adviseBy, TimeSpan rested) =>
        new(now, target.Claim, target.Advice, target.Read, target.Information, inServiceHours, claimBy, adviseBy, rested);

    private DateTimeOffset ClaimDue => Promise?.ClaimBy ?? ReceivedAt + Target.Claim;

    /// <summary>When advice is promised for it, with the rests so far. UTC.</summary>
    public DateTimeOffset AdviceDue => Promise is { InServiceHours: true } hours ? hours.AdviseBy : ReceivedAt + Target.Advice + PausedTotal;

    private void Apply(ConsultPromised e) =>
        Promise = new CasePromise(new ResponseTarget(e.Claim, e.Advice, e.Read, e.Information), e.InServiceHours, e.ClaimBy, e.AdviseBy, e.Rested);
}

/// <summary>What was promised for one case.</summary>
/// <param name="ClaimBy">UTC, and likewise <paramref name="AdviseBy"/>, which without opening hours does not yet have the rests.</param>
/// <param name="Rested">Open time spent waiting for the requester, which <paramref name="AdviseBy"/> has already.</param>
public sealed record CasePromise(ResponseTarget Target, bool InServiceHours, DateTimeOffset ClaimBy, DateTimeOffset AdviseBy, TimeSpan Rested);
