using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Consults;

/// <summary>The requester says what became of one action line: done, or not done and why.</summary>
/// <param name="Line">Zero-based.</param>
/// <param name="Reason">Why it could not be done, at most 500 characters.</param>
[Allowed(Role.Requester)]
public sealed record MarkAction(Guid Consult, Guid Advice, int Line, ActionOutcome Outcome, string? Reason) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class MarkActionHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<MarkAction, VersionResult>
{
    public async Task<VersionResult> Handle(MarkAction command, CancellationToken cancellationToken)
    {
        var reason = Texts.Optional(command.Reason, 500);
        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);

        consult.MarkAction(new AdviceId(command.Advice), command.Line, command.Outcome, user.Actor.Id, clock.GetUtcNow());

        var id = consult.Id.Value;
        var known = (await words.GetAllAsync<ActionReasonWords>(id, WordKind.ActionReason, cancellationToken)).GetValueOrDefault(command.Advice);
        if (known?.Of(command.Line) != reason)
        {
            var lines = new Dictionary<int, string>(known?.Lines ?? new Dictionary<int, string>());
            lines.Remove(command.Line);
            if (reason is not null)
            {
                lines[command.Line] = reason;
            }

            var version = 1 + await db.Words.Where(w => w.Stream == id && w.Kind == WordKind.ActionReason && w.Item == command.Advice)
                .Select(w => (long?)w.Version).MaxAsync(cancellationToken) ?? 1;
            await words.PutAsync(id, WordKind.ActionReason, command.Advice, version, new ActionReasonWords(lines), cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
