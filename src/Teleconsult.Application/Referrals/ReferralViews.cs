using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Referrals;

// What screens and clients show of a referral. Words are decrypted: never log these.

/// <param name="Place">Hospital or clinic of the network, where it is one; likewise <paramref name="Service"/>.</param>
/// <param name="Where">In words: a place that is not the network's, a room, a name.</param>
/// <param name="MissedWhy">Code of the newest time that the patient was not seen; its words in <paramref name="MissedNote"/>.</param>
/// <param name="Next">Null: nothing is left to do.</param>
public sealed record ReferralView(
    Guid Id, Guid? Advice, PersonName By, DateTimeOffset At, Urgency Urgency, ReferralReason Reason, ServiceView? Service, PlaceView? Place, string? Where,
    string? Note, DateTimeOffset AttendBy, DateTimeOffset? BookedFor, DateTimeOffset? AttendedOn, DateTimeOffset? MissedAt, MissedReason? MissedWhy,
    string? MissedNote, int TimesMissed, DateTimeOffset? ReportedAt, string? Report, DateTimeOffset? EndedAt, ReferralEnd? EndedWhy, string? EndNote,
    ReferralStepView? Next)
{
    /// <summary>The reader may say what has become of it: the requester, or a coordinator.</summary>
    public bool MayFollow { get; init; }
}

public sealed record PlaceView(Guid Id, string Name);

/// <param name="Who">The requester's name, or once it was late the coordinator's.</param>
public sealed record ReferralStepView(ReferralStep Kind, DateTimeOffset Due, string Who, bool Overdue);

/// <summary>Where a patient is sent, as people say it.</summary>
public sealed record ReferralWords(string? Where, string? Note);

internal static class ReferralReading
{
    public static async Task<IReadOnlyList<ReferralView>> OfAsync(Consult consult, WordVault words, Names names, Actor reader, CancellationToken cancellationToken)
    {
        if (consult.Referrals.Count == 0)
        {
            return [];
        }

        var id = consult.Id.Value;
        var said = await words.GetAllAsync<ReferralWords>(id, WordKind.Referral, cancellationToken);
        var missed = await words.GetAllAsync<MessageWords>(id, WordKind.ReferralMissed, cancellationToken);
        var reports = await words.GetAllAsync<MessageWords>(id, WordKind.ReferralReport, cancellationToken);
        var ends = await words.GetAllAsync<MessageWords>(id, WordKind.ReferralEnd, cancellationToken);
        return [.. consult.Referrals.Select(r => View(r, names, said.GetValueOrDefault(r.Id.Value), consult.Follows(reader)) with
        {
            MissedNote = r.Missed is null ? null : Said(missed.GetValueOrDefault(r.Id.Value)),
            Report = reports.GetValueOrDefault(r.Id.Value)?.Text,
            EndNote = r.Ended is null ? null : Said(ends.GetValueOrDefault(r.Id.Value)),
        })];
    }

    /// <summary>Requester and coordinators follow a referral; who answers sees it, and says when a report has come to them.</summary>
    public static bool Follows(this Consult consult, Actor actor) => consult.Requester == actor.Id || actor.Has(Role.Coordinator);

    private static string? Said(MessageWords? words) => string.IsNullOrEmpty(words?.Text) ? null : words.Text;

    private static ReferralView View(Referral r, Names names, ReferralWords? said, bool mayFollow) => new(
        r.Id.Value, r.Advice?.Value, names.Person(r.By), r.MadeAt, r.Urgency, r.Reason, names.Service(r.Service),
        r.Place is { } place ? new PlaceView(place.Value, names.Facility(place)) : null, said?.Where, said?.Note, r.AttendBy, r.BookedFor, r.AttendedOn,
        r.MissedAt, r.Missed, null, r.TimesMissed, r.ReportedAt, null, r.EndedAt, r.Ended, null,
        r.IsOpen ? new ReferralStepView(r.Step, r.StepDue, names.Person(r.StepWho)?.Name ?? "", r.StepRound > 0) : null)
    {
        MayFollow = mayFollow,
    };
}
