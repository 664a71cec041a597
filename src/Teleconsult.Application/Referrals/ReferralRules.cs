using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Referrals;

/// <summary>What a referral asks for, as it comes through a door.</summary>
/// <param name="Where">A place in words, up to 300 characters; beside a service or place of the network it says more of it.</param>
/// <param name="Note">What for, up to 2,000 characters.</param>
public sealed record ReferralForm(
    Urgency? Urgency, ReferralReason? Reason, Guid? Service, Guid? Place, string? Where, string? Note, DateTimeOffset AttendBy);

internal static class ReferralRules
{
    private const int MostOfNote = 2_000;

    public static string? Note(string? text) => Texts.Optional(text, MostOfNote);

    /// <exception cref="RuleViolation"><c>body.invalid</c>: no code, or none of these.</exception>
    public static T Known<T>(T? code)
        where T : struct, Enum => code is { } value && Enum.IsDefined(value) ? value : throw new RuleViolation("body.invalid");

    /// <summary>The plan with its words; service and place are the network's own.</summary>
    public static async Task<(ReferralPlan Plan, ReferralWords Words)> CheckAsync(this TeleconsultDb db, ReferralForm? form, NetworkId network, CancellationToken cancellationToken)
    {
        var (urgency, reason) = (Known(form?.Urgency), Known(form?.Reason));
        var service = await db.ServiceOfNetworkAsync(form!.Service, network, cancellationToken);
        FacilityId? place = form.Place is { } value ? new FacilityId(value) : null;
        if (place is { } known && !await db.Facilities.AnyAsync(f => f.Id == known && f.Network == network, cancellationToken))
        {
            throw new RuleViolation("facility.unknown");
        }

        return (new ReferralPlan(urgency, reason, service, place, form.AttendBy.ToUniversalTime()), new ReferralWords(Texts.Optional(form.Where, 300), Note(form.Note)));
    }

    /// <summary>For requester and coordinators: what became of the patient.</summary>
    /// <exception cref="NotFound"/>
    /// <exception cref="RuleViolation"><c>referral.not-yours</c>: the reader sees it, and others follow it.</exception>
    public static async Task<Consult> LoadToFollowAsync(this TeleconsultDb db, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var consult = await db.LoadVisibleAsync(new ConsultId(id), actor, cancellationToken);
        return consult.Follows(actor) ? consult : throw new RuleViolation("referral.not-yours");
    }

    /// <summary>Keeps words that belong to what has just been recorded, if anything was.</summary>
    public static async Task KeepAsync<T>(this WordVault vault, Consult consult, long before, WordKind kind, Guid referral, T? words, CancellationToken cancellationToken)
        where T : class
    {
        if (consult.Version != before && words is not null)
        {
            await vault.PutAsync(consult.Id.Value, kind, referral, consult.Version, words, cancellationToken);
        }
    }
}
