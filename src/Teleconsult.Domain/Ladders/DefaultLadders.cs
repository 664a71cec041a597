using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using static Teleconsult.Domain.Ladders.AlertChannel;
using static Teleconsult.Domain.Ladders.RungWhom;

namespace Teleconsult.Domain.Ladders;

/// <summary>What stands where a service has published no ladder of its own.</summary>
/// <remarks>
/// Emergency: the rungs of the domain brief §4.5, but on-call and backup sooner (1 and 2 minutes instead of 3 and 5) and the lead when the promise to
/// take it ends. Who is told first when the promise is over cannot keep it: in the simulator the brief's times have 83 % of emergencies taken within
/// 5 minutes, these more than 95 %. The others are design choices relative to the promise to take a case: on-call and backup within
/// it, the lead when it ends, coordinator and requester half as long again. The longer the promise, the quieter the channels.
/// </remarks>
public static class DefaultLadders
{
    private static readonly Ladder Emergency = new(Urgency.Emergency,
    [
        new(TimeSpan.Zero, [Pool, OnCall], [Live, Push]),
        new(TimeSpan.FromMinutes(1), [OnCall], [Sms]),
        new(TimeSpan.FromMinutes(2), [Backup], [Push, Sms]),
        new(TimeSpan.FromMinutes(5), [Lead], [Push, Sms, Mail]),
        new(TimeSpan.FromMinutes(10), [Coordinator], [Push, Sms, Mail]),
        new(TimeSpan.FromMinutes(15), [Coordinator, Requester], [Push, Sms, Mail]),
    ]);

    // Nobody but the coordinator can act: told at once, again when half of the time to find a service is over, and at the end with the requester.
    private static readonly Dictionary<Urgency, Ladder> Allocating = Enum.GetValues<Urgency>().ToDictionary(u => u, u => new Ladder(u,
    [
        new(TimeSpan.Zero, [Coordinator], u >= Urgency.Urgent ? [Live, Push] : [Live]),
        new(ResponseTargets.Default(u).Claim / 2, [Coordinator], u >= Urgency.Urgent ? [Push, Sms] : [Push, Mail]),
        new(ResponseTargets.Default(u).Claim, [Coordinator, Requester], [Push, Sms, Mail]),
    ]));

    /// <summary>For a case that a service has.</summary>
    public static Ladder Of(Urgency urgency) => Of(urgency, ResponseTargets.Default(urgency).Claim);

    /// <summary>For a case that a service has promised to take within <paramref name="claim"/>; an emergency's does not depend on it.</summary>
    public static Ladder Of(Urgency urgency, TimeSpan claim) => urgency switch
    {
        Urgency.Emergency => Emergency,
        Urgency.Urgent => Within(urgency, claim, 1 / 3.0, 2 / 3.0, [Live, Push], [Push, Sms]),
        Urgency.Soon => Within(urgency, claim, 1 / 2.0, 3 / 4.0, [Live], [Push, Mail]),
        _ => Within(urgency, claim, 1 / 2.0, 3 / 4.0, [Live], [Mail]),
    };

    /// <summary>For a case for which the coordinator has to find a service.</summary>
    public static Ladder Unallocated(Urgency urgency) => Allocating[urgency];

    private static Ladder Within(Urgency urgency, TimeSpan claim, double onCall, double backup, AlertChannel[] first, AlertChannel[] then)
    {
        var last = TimeSpan.Zero;
        Rung Next(double part, RungWhom[] whom, AlertChannel[] channels)
        {
            // Whole minutes, in order however short the promise is, and never later than a ladder may be.
            var after = TimeSpan.FromMinutes(Math.Round((claim * part).TotalMinutes));
            last = after > last ? after : last + TimeSpan.FromMinutes(1);
            return new(last, whom, channels);
        }

        claim = claim * 1.5 > Ladder.Latest ? Ladder.Latest / 1.5 : claim;
        return new(urgency,
        [
            new(TimeSpan.Zero, [Pool], first),
            Next(onCall, [OnCall], then),
            Next(backup, [Backup], then),
            Next(1, [Lead], [.. then.Append(Mail).Distinct()]),
            Next(1.5, [Coordinator, Requester], [.. then.Append(Mail).Distinct()]),
        ]);
    }
}
