using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>A measure of one case. <paramref name="Took"/> null: it is not done yet.</summary>
/// <param name="Service">By the service's hours, less the rests; null too where the measure has none.</param>
internal readonly record struct Measured(TimeSpan? Took, TimeSpan? Service)
{
    /// <summary>Null: the measure does not apply to the case.</summary>
    public static Measured? Of(TimesRow t, Measure measure) => measure switch
    {
        Measure.Transport => t.ReceivedAt >= t.SentAt ? new(t.ReceivedAt - t.SentAt, null) : null,
        Measure.Allocation => t.AllocatedAt == t.ReceivedAt ? null : Since(t.ReceivedAt, t.AllocatedAt, t.AllocatedServiceTicks),
        Measure.Seen => Since(t.ReceivedAt, t.SeenAt, null),
        Measure.Acknowledgement => Since(t.ReceivedAt, t.ClaimedAt, t.ClaimedServiceTicks),
        Measure.FirstResponse => Since(t.ReceivedAt, t.FirstResponseAt, t.FirstResponseServiceTicks),
        Measure.Advice => Since(t.ReceivedAt, t.AdvisedAt, t.AdvisedServiceTicks),
        Measure.RequesterTurn => t.TimesAsked == 0 ? null : new(t.AskedSince is null ? TimeSpan.FromTicks(t.RequesterTurnTicks) : null, null),
        Measure.ReadLag => t.AdvisedAt is { } at ? Since(at, t.ReadAt, null) : null,
        Measure.ActionLag => t is { AdvisedAt: { } at, HasActions: true } ? Since(at, t.ActedAt, null) : null,
        Measure.Closure => t.AdvisedAt is { } at ? Since(at, t.ClosedAt, null) : null,
        Measure.Delivery => t.AdvisedAt is { } at ? Since(at, t.DeliveredAt ?? t.ReadAt, null) : null, // what was read was there
        Measure.Attendance => t.ReferredAt is { } at ? Since(at, t.AttendedAt, null) : null,
        Measure.LoopClosure => t.ReferredAt is { } at ? Since(at, t.ReportedAt, null) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, null),
    };

    public static CountedCase Counted(TimesRow t)
    {
        ArgumentNullException.ThrowIfNull(t);
        PractitionerId?[] answering = [t.ClaimedBy, t.FirstResponseBy, t.AdvisedBy];
        return new CountedCase(
            t.Service?.Value.ToString("n") ?? "", t.Facility.Value.ToString("n"), ((int)t.Urgency).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ((int)t.Pathway).ToString(System.Globalization.CultureInfo.InvariantCulture), t.Requester, [.. answering.OfType<PractitionerId>().Distinct()]);
    }

    private static Measured Since(DateTimeOffset from, DateTimeOffset? to, long? service) =>
        new(to is { } at ? at > from ? at - from : TimeSpan.Zero : null, service is { } ticks ? TimeSpan.FromTicks(ticks) : null);
}
