using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Consults;

/// <summary>
/// Makes a case's words and photos unreadable for good; with the patient's last case also who the patient was. From the commit on nobody
/// sees it; the key's half and the photos are then destroyed by a worker that does not rest before it is done.
/// </summary>
/// <param name="Number">The case's number, typed by who erases: that it is this one and no other.</param>
[Allowed(Role.Coordinator)]
public sealed record EraseConsult(Guid Consult, ErasureReason Reason, long Number) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class EraseConsultHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<EraseConsult, VersionResult>
{
    public async Task<VersionResult> Handle(EraseConsult command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadVisibleAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        if (command.Number != consult.Number)
        {
            throw new RuleViolation("erasure.other-number");
        }

        if (!Enum.IsDefined(command.Reason))
        {
            throw new RuleViolation("erasure.reason");
        }

        var now = clock.GetUtcNow();
        consult.Erase(command.Reason, user.Actor.Id, now);
        await words.EraseAsync(consult.Network, StreamKind.Consult, consult.Id.Value, now, cancellationToken);
        db.Drafts.RemoveRange(await db.Drafts.Where(d => d.Consult == consult.Id).ToListAsync(cancellationToken));

        var patient = await db.Patients.SingleAsync(p => p.Id == consult.Patient, cancellationToken);
        if (patient.EraseCase(user.Actor.Id, now))
        {
            await words.EraseAsync(consult.Network, StreamKind.Patient, patient.Id.Value, now, cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
