using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using static Teleconsult.Domain.Ladders.AlertChannel;
using static Teleconsult.Domain.Ladders.RungWhom;

namespace Teleconsult.Domain.Ladders;

/// <summary>What stands where a service has published no ladder of its own.</summary>
/// <remarks>
/// Emergency: the domain brief §4.5. The others are design choices relative to the promise to take a case: on-call and backup within
/// it, the lead when it ends, coordinator and requester half as long again. The longer the promise, the quieter the channels.
/// </remarks>
public static class DefaultLadders
{
    private static readonly Dictionary<Urgency, Ladder> Answering = new()
    {
        [Urgency.Emergency] = new(Urgency.Emergency,
        [
            new(TimeSpan.Zero, [Pool, OnCall], [Live, Push]),
            new(TimeSpan.FromMinutes(3), [OnCall], [Sms]),
            new(TimeSpan.FromMinutes(5), [Backup], [Push, Sms]),
            new(TimeSpan.FromMinutes(10), [Lead], [Push, Sms, Mail]),
            new(TimeSpan.FromMinutes(15), [Coordinator, Requester], [Push, Sms, Mail]),
        ]),
        [Urgency.Urgent] = Within(Urgency.Urgent, 1 / 3.0, 2 / 3.0, [Live, Push], [Push, Sms]),
        [Urgency.Soon] = Within(Urgency.Soon, 1 / 2.0, 3 / 4.0, [Live], [Push, Mail]),
        [Urgency.Routine] = Within(Urgency.Routine, 1 / 2.0, 3 / 4.0, [Live], [Mail]),
    };

    // Nobody but the coordinator can act: told at once, again when half of the time to find a service is over, and at the end with the requester.
    private static readonly Dictionary<Urgency, Ladder> Allocating = Enum.GetValues<Urgency>().ToDictionary(u => u, u => new Ladder(u,
    [
        new(TimeSpan.Zero, [Coordinator], u >= Urgency.Urgent ? [Live, Push] : [Live]),
        new(ResponseTargets.Default(u).Claim / 2, [Coordinator], u >= Urgency.Urgent ? [Push, Sms] : [Push, Mail]),
        new(ResponseTargets.Default(u).Claim, [Coordinator, Requester], [Push, Sms, Mail]),
    ]));

    /// <summary>For a case that a service has.</summary>
    public static Ladder Of(Urgency urgency) => Answering[urgency];

    /// <summary>For a case for which the coordinator has to find a service.</summary>
    public static Ladder Unallocated(Urgency urgency) => Allocating[urgency];

    private static Ladder Within(Urgency urgency, double onCall, double backup, AlertChannel[] first, AlertChannel[] then)
    {
        var claim = ResponseTargets.Default(urgency).Claim;
        return new(urgency,
        [
            new(TimeSpan.Zero, [Pool], first),
            new(claim * onCall, [OnCall], then),
            new(claim * backup, [Backup], then),
            new(claim, [Lead], [.. then.Append(Mail).Distinct()]),
            new(claim * 1.5, [Coordinator, Requester], [.. then.Append(Mail).Distinct()]),
        ]);
    }
}
