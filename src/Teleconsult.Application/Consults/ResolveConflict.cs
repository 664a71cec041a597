using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>Two advices differ: who answered the case says which one stands, and why. Both are kept, and the requester is told.</summary>
/// <param name="Reason">Shown to everybody; 1 to 1,000 characters.</param>
[Allowed(Role.Specialist)]
public sealed record ResolveConflict(Guid Consult, Guid Stands, string Reason) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class ResolveConflictHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<ResolveConflict, VersionResult>
{
    public async Task<VersionResult> Handle(ResolveConflict command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var reason = Texts.Required(command.Reason, "reason.missing", 1_000);
        var before = consult.Version;
        consult.ResolveConflict(new AdviceId(command.Stands), user.Actor.Id, clock.GetUtcNow());
        if (consult.Version != before)
        {
            await words.PutAsync(consult.Id.Value, WordKind.Resolution, consult.Id.Value, consult.Version, new MessageWords(reason, null), cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
