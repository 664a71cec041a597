using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Worklist;

/// <summary>
/// Emergencies that ring at the reader's screen, the oldest first: those of their services that nobody has; at a coordinator's, those
/// without a team and those whose ladder ran out.
/// </summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record ListRinging : IRequest<IReadOnlyList<RingingCase>>;

/// <param name="MayTake">The reader answers for its service; else they open it and find somebody who does.</param>
/// <param name="OfferedTo">Whom it is offered to now; null: nobody in particular.</param>
/// <param name="Softly">
/// Until then it rings softly for the reader, since it is offered to somebody else, who hears it in full; never longer than the ladder's second
/// rung. It rings for everybody from the first second on. Null: in full. UTC.
/// </param>
public sealed record RingingCase(
    Guid Id, long Number, PatientView Patient, string? Service, DateTimeOffset ReceivedAt, bool MayTake, PersonName? OfferedTo = null, bool OfferedToMe = false,
    DateTimeOffset? Softly = null);

internal sealed class ListRingingHandler(TeleconsultDb db, WordVault words, NameDirectory directory, ICurrentUser user)
    : IRequestHandler<ListRinging, IReadOnlyList<RingingCase>>
{
    /// <summary>More than anybody could take at once; the worklist has them all.</summary>
    private const int Most = 5;

    /// <summary>How long who was not asked hears it softly, at most: a design choice, short against the promise of five minutes.</summary>
    private static readonly TimeSpan Soft = TimeSpan.FromSeconds(45);

    public async Task<IReadOnlyList<RingingCase>> Handle(ListRinging request, CancellationToken cancellationToken)
    {
        var services = user.Actor.Services.Select(s => (ServiceId?)s).ToArray();
        var coordinates = user.Actor.Has(Role.Coordinator);
        var me = user.Actor.Id;
        var ringing = await db.Consults.AsNoTracking().VisibleTo(user.Actor)
            .Where(c => c.State < ConsultState.Closed && c.Urgency == Urgency.Emergency && c.Requester != me
                && ((c.State == ConsultState.Waiting && (services.Contains(c.Service) || (coordinates && c.LadderDone)))
                    || (coordinates && c.State == ConsultState.Unallocated)))
            .OrderBy(c => c.ReceivedAt).Take(Most).ToListAsync(cancellationToken);
        if (ringing.Count == 0)
        {
            return [];
        }

        var names = await directory.OfAsync(user.Actor.Network, cancellationToken);
        var patients = await words.GetManyAsync<PatientWords>([.. ringing.Select(c => c.Patient.Value).Distinct()], WordKind.Patient, cancellationToken);
        return [.. ringing.Select(c => new RingingCase(
            c.Id.Value, c.Number, patients.GetValueOrDefault(c.Patient.Value).ToView(c.Patient, 0, whole: false), names.Service(c.Service)?.Name, c.ReceivedAt,
            c.State is ConsultState.Waiting && services.Contains(c.Service), names.Person(OfferOf(c)), OfferOf(c) == me, SoftlyFor(c, me)))];
    }

    private static PractitionerId? OfferOf(Consult consult) => consult.State is ConsultState.Waiting ? consult.OfferedTo : null;

    /// <summary>Only while its first rung stands: whoever a later rung alerts is meant, and whoever was passed by an offer too.</summary>
    private static DateTimeOffset? SoftlyFor(Consult consult, PractitionerId reader) =>
        OfferOf(consult) is { } to && to != reader && consult is { Rung: <= 1, OfferedAt: { } at } ? at + Soft : null;
}
