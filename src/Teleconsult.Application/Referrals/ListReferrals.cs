using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Referrals;

/// <summary>The referrals of the network that are still followed, what is due first on top; also of closed cases. At most 200.</summary>
[Allowed(Role.Coordinator)]
public sealed record ListReferrals : IRequest<OpenReferrals>;

/// <param name="Open">How many there are in all.</param>
/// <param name="Overdue">How many of them are the coordinator's.</param>
public sealed record OpenReferrals(IReadOnlyList<FollowedReferral> Referrals, int Open, int Overdue, DateTimeOffset Now);

public sealed record FollowedReferral(
    Guid Consult, long Number, PatientView Patient, string Requester, string FacilityName, string? Phone, bool CaseClosed, ReferralView Referral);

internal sealed class ListReferralsHandler(TeleconsultDb db, WordVault words, NameDirectory directory, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<ListReferrals, OpenReferrals>
{
    private const int Most = 200;

    public async Task<OpenReferrals> Handle(ListReferrals request, CancellationToken cancellationToken)
    {
        var names = await directory.OfAsync(user.Actor.Network, cancellationToken);
        var visible = db.Consults.AsNoTracking().VisibleTo(user.Actor);
        var open = db.Referrals.AsNoTracking().Where(r => r.Step != ReferralStep.None).Join(visible, r => r.Consult, c => c.Id, (r, c) => r);
        var first = await open.OrderBy(r => r.StepDue).ThenBy(r => r.Id).Take(Most).ToListAsync(cancellationToken);
        var ids = first.ConvertAll(r => r.Consult);
        var consults = await visible.Where(c => ids.Contains(c.Id)).Include(c => c.Referrals).ToDictionaryAsync(c => c.Id, cancellationToken);
        var patients = await words.GetManyAsync<PatientWords>([.. consults.Values.Select(c => c.Patient.Value).Distinct()], WordKind.Patient, cancellationToken);
        var network = user.Actor.Network;
        var phones = await db.Facilities.AsNoTracking().Where(f => f.Network == network && f.Phone != "").ToDictionaryAsync(f => f.Id, f => f.Phone, cancellationToken);
        var lines = new List<FollowedReferral>();
        foreach (var one in first)
        {
            var consult = consults[one.Consult];
            var read = await ReferralReading.OfAsync(consult, words, names, user.Actor, cancellationToken);
            lines.Add(new FollowedReferral(
                consult.Id.Value, consult.Number, patients.GetValueOrDefault(consult.Patient.Value).ToView(consult.Patient, 0, whole: false),
                names.Person(consult.Requester).Name, names.Facility(consult.Facility), phones.GetValueOrDefault(consult.Facility),
                consult.State is ConsultState.Closed, read.Single(r => r.Id == one.Id.Value)));
        }

        return new OpenReferrals(lines, await open.CountAsync(cancellationToken), await open.CountAsync(r => r.StepRound > 0, cancellationToken), clock.GetUtcNow());
    }
}
