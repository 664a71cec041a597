using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Courtesy;

/// <summary>
/// The requester was answered and wants to hear another specialist: the next one of the service is asked in the same transaction, beside the first answer.
/// </summary>
/// <param name="Id">Made by the sender. While they wait for another one already, nothing happens.</param>
/// <param name="Text">What they should look at, for them to read; at most 2,000 characters, or null.</param>
[Allowed(Role.Requester)]
public sealed record AskForAnother(Guid Consult, Guid Id, string? Text, string? Language) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class AskForAnotherHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<AskForAnother, VersionResult>
{
    public async Task<VersionResult> Handle(AskForAnother command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var (text, before) = (Texts.Optional(command.Text, 2_000), consult.Version);
        consult.WishAnother(new OpinionId(command.Id), user.Actor.Id, clock.GetUtcNow());
        if (consult.Version != before && text is not null)
        {
            await words.PutAsync(consult.Id.Value, WordKind.Opinion, command.Id, 1, new MessageWords(text, command.Language), cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
