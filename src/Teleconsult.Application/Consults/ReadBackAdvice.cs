using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>The requester says back what they will do, so that nothing is misheard.</summary>
/// <param name="ReadBack">Made by the requester: repeating it says nothing twice.</param>
/// <param name="Text">1 to 2,000 characters.</param>
[Allowed(Role.Requester)]
public sealed record ReadBackAdvice(Guid Consult, Guid Advice, Guid ReadBack, string Text, string? Language) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class ReadBackAdviceHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<ReadBackAdvice, VersionResult>
{
    public async Task<VersionResult> Handle(ReadBackAdvice command, CancellationToken cancellationToken)
    {
        var text = Texts.Required(command.Text, "read-back.empty", 2_000);
        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var before = consult.Version;

        consult.ReadBack(new ReadBackId(command.ReadBack), new AdviceId(command.Advice), user.Actor.Id, clock.GetUtcNow());

        if (consult.Version != before)
        {
            await words.PutAsync(consult.Id.Value, WordKind.ReadBack, command.ReadBack, 1, new MessageWords(text, command.Language), cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
