using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>A line in the thread, from either side. The id is the sender's: repeating it adds nothing.</summary>
/// <param name="Text">1 to 4,000 characters.</param>
/// <param name="Language">BCP 47 tag of the text, where known.</param>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record PostMessage(Guid Consult, Guid Message, string Text, string? Language) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class PostMessageHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<PostMessage, VersionResult>
{
    public async Task<VersionResult> Handle(PostMessage command, CancellationToken cancellationToken)
    {
        var text = Texts.Required(command.Text, "message.empty", 4_000);
        var consult = await db.LoadVisibleAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        if (await db.Messages.FindAsync([command.Message], cancellationToken) is { } known)
        {
            return known.Consult == consult.Id
                ? new VersionResult(consult.Version, consult.ContentVersion)
                : throw new RuleViolation("message.other-case");
        }

        var now = clock.GetUtcNow();
        var fromService = consult.Service is { } service && user.Actor.Services.Contains(service);
        consult.PostMessage(new MessageId(command.Message), user.Actor.Id, fromService, now);
        db.Messages.Add(new MessageRow
        {
            Id = command.Message,
            Consult = consult.Id,
            At = now,
            By = user.Actor.Id,
            FromRequester = user.Actor.Id == consult.Requester,
        });
        await words.PutAsync(consult.Id.Value, WordKind.Message, command.Message, 1, new MessageWords(text, command.Language), cancellationToken);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
