using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Courtesy;

/// <summary>The requester tells the network's coordinators that a reply was not OK. Its author does not learn of it.</summary>
/// <param name="Id">Made by the sender: repeating it reports nothing twice.</param>
/// <param name="Text">What was not OK; 1 to 2,000 characters.</param>
/// <param name="WantsAnother">They want to hear another specialist, who is asked at once (<see cref="AskForAnother"/>); of the report that tells nothing.</param>
[Allowed(Role.Requester)]
public sealed record ReportReply(Guid Consult, Guid Advice, Guid Id, string Text, bool WantsAnother, string? Language) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class ReportReplyHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<ReportReply, VersionResult>
{
    public async Task<VersionResult> Handle(ReportReply command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var text = Texts.Required(command.Text, "request.empty", 2_000);
        var advice = consult.Shown.FirstOrDefault(a => a.Id.Value == command.Advice) ?? throw new RuleViolation("advice.unknown");
        if (await db.CourtesyReports.FindAsync([command.Id], cancellationToken) is not null)
        {
            return new VersionResult(consult.Version, consult.ContentVersion);
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
        if (command.WantsAnother && consult.State is not ConsultState.Closed)
        {
            consult.WishAnother(new OpinionId(command.Id), user.Actor.Id, clock.GetUtcNow());
        }

        await words.PutAsync(consult.Id.Value, WordKind.CourtesyReport, command.Id, 1, new MessageWords(text, command.Language), cancellationToken);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
