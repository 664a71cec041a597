using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Courtesy;

/// <summary>The requester tells the network's coordinators that a reply was not OK. Its author does not learn of it.</summary>
/// <param name="Id">Made by the sender: repeating it reports nothing twice.</param>
/// <param name="Text">What was not OK; 1 to 2,000 characters.</param>
/// <param name="WantsAnother">They want to hear another specialist.</param>
[Allowed(Role.Requester)]
public sealed record ReportReply(Guid Consult, Guid Advice, Guid Id, string Text, bool WantsAnother, string? Language) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class ReportReplyHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<ReportReply, Unit>
{
    public async Task<Unit> Handle(ReportReply command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var text = Texts.Required(command.Text, "request.empty", 2_000);
        var advice = consult.Shown.FirstOrDefault(a => a.Id.Value == command.Advice) ?? throw new RuleViolation("advice.unknown");
        if (await db.CourtesyReports.FindAsync([command.Id], cancellationToken) is not null)
        {
            return Unit.Value;
        }

        db.CourtesyReports.Add(new CourtesyReportRow
        {
            Id = command.Id,
            Network = consult.Network,
            Consult = consult.Id,
            Number = consult.Number,
            Service = consult.Service,
            Advice = advice.Id,
            Author = advice.Author,
            Reporter = user.Actor.Id,
            WantsAnother = command.WantsAnother,
            At = clock.GetUtcNow(),
        });
        await words.PutAsync(consult.Id.Value, WordKind.CourtesyReport, command.Id, 1, new MessageWords(text, command.Language), cancellationToken);
        return Unit.Value;
    }
}
