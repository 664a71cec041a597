using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Consults;

/// <summary>The holder asks for more: a question, or (with <paramref name="Slot"/>) one slot's photo again.</summary>
/// <param name="Request">Made by the sender: repeating it asks nothing twice.</param>
/// <param name="Slot">The slot's code in the template; null for a question.</param>
/// <param name="Text">The question, or what to do better in the retake; 1 to 2,000 characters.</param>
[Allowed(Role.Specialist)]
public sealed record AskRequester(Guid Consult, Guid Request, string? Slot, string Text) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class AskRequesterHandler(TeleconsultDb db, WordVault words, Intake.Templates templates, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<AskRequester, VersionResult>
{
    public async Task<VersionResult> Handle(AskRequester command, CancellationToken cancellationToken)
    {
        var text = Texts.Required(command.Text, "request.empty", 2_000);
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var id = new RequestId(command.Request);
        if (consult.Requests.Exists(r => r.Id == id))
        {
            return new VersionResult(consult.Version, consult.ContentVersion);
        }

        if (command.Slot is null)
        {
            consult.AskForInformation(id, user.Actor.Id, clock.GetUtcNow());
        }
        else
        {
            templates.Get(consult.Template).RequireSlot(command.Slot);
            consult.AskForRetake(id, command.Slot, user.Actor.Id, clock.GetUtcNow());
        }

        await OpenReviewAsync(consult, cancellationToken);
        await words.PutAsync(consult.Id.Value, WordKind.Request, command.Request, 1, new MessageWords(text, null), cancellationToken);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }

    /// <summary>From the third time on waiting for the requester stops no clock, and a coordinator looks at the case.</summary>
    private async Task OpenReviewAsync(Consult consult, CancellationToken cancellationToken)
    {
        if (consult.NeedsReview && !await db.Incidents.AnyAsync(i => i.Consult == consult.Id && i.Kind == IncidentKind.AskedOften, cancellationToken))
        {
            db.Incidents.Add(new IncidentRow
            {
                Consult = consult.Id,
                Kind = IncidentKind.AskedOften,
                Network = consult.Network,
                Service = consult.Service,
                Number = consult.Number,
                Urgency = consult.Urgency,
                OpenedAt = clock.GetUtcNow(),
            });
        }
    }
}
