using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Courtesy;

/// <summary>The coordinator asks another specialist of the service, as the requester of a reported reply wished.</summary>
/// <param name="Text">What they should look at; 1 to 2,000 characters. It says nothing of the report.</param>
[Allowed(Role.Coordinator)]
public sealed record AskAnother(Guid Report, Guid Opinion, Guid Colleague, string Text) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Report;
}

internal sealed class AskAnotherHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<AskAnother, VersionResult>
{
    public async Task<VersionResult> Handle(AskAnother command, CancellationToken cancellationToken)
    {
        var report = await db.CourtesyReports.SingleOrDefaultAsync(
            r => r.Id == command.Report && r.Network == user.Actor.Network && r.Author != user.Actor.Id, cancellationToken) ?? throw new NotFound();
        var text = Texts.Required(command.Text, "request.empty", 2_000);
        var consult = await db.LoadVisibleAsync(report.Consult, user.Actor, cancellationToken);
        if (consult.Service is not { } service || !await db.AnswersAsync(command.Colleague, service, cancellationToken))
        {
            throw new RuleViolation("opinion.no-colleague");
        }

        var before = consult.Version;
        consult.AskAnother(new OpinionId(command.Opinion), user.Actor.Id, new PractitionerId(command.Colleague), clock.GetUtcNow());
        if (consult.Version != before)
        {
            await words.PutAsync(consult.Id.Value, WordKind.Opinion, command.Opinion, 1, new MessageWords(text, null), cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
