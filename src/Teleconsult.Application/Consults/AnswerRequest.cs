using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>The requester answers a specialist's question. Raises the content version; the clock goes on.</summary>
/// <param name="Text">1 to 4,000 characters.</param>
[Allowed(Role.Requester)]
public sealed record AnswerRequest(Guid Consult, Guid Request, string Text) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class AnswerRequestHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<AnswerRequest, VersionResult>
{
    public async Task<VersionResult> Handle(AnswerRequest command, CancellationToken cancellationToken)
    {
        var text = Texts.Required(command.Text, "message.empty", 4_000);
        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var before = consult.Version;

        consult.GiveInformation(new RequestId(command.Request), user.Actor.Id, clock.GetUtcNow());

        if (consult.Version != before)
        {
            await words.PutAsync(consult.Id.Value, WordKind.RequestAnswer, command.Request, 1, new MessageWords(text, null), cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
