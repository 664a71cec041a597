using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>Somebody of the answering service finds wrong what was said back and says what is meant; the requester says it anew.</summary>
/// <param name="Text">1 to 2,000 characters.</param>
[Allowed(Role.Specialist)]
public sealed record CorrectReadBack(Guid Consult, Guid ReadBack, string Text, string? Language) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class CorrectReadBackHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<CorrectReadBack, VersionResult>
{
    public async Task<VersionResult> Handle(CorrectReadBack command, CancellationToken cancellationToken)
    {
        var text = Texts.Required(command.Text, "read-back.no-correction", 2_000);
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var before = consult.Version;

        consult.CorrectReadBack(new ReadBackId(command.ReadBack), user.Actor.Id, clock.GetUtcNow());

        if (consult.Version != before)
        {
            await words.PutAsync(consult.Id.Value, WordKind.Correction, command.ReadBack, 1, new MessageWords(text, command.Language), cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
