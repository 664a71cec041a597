using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Courtesy;

/// <summary>A coordinator has looked at a report and done what there was to do. Again: nothing.</summary>
[Allowed(Role.Coordinator)]
public sealed record CloseCourtesyReport(Guid Report) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Report;
}

internal sealed class CloseCourtesyReportHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<CloseCourtesyReport, Unit>
{
    public async Task<Unit> Handle(CloseCourtesyReport command, CancellationToken cancellationToken)
    {
        var row = await db.CourtesyReports.SingleOrDefaultAsync(
            r => r.Id == command.Report && r.Network == user.Actor.Network && r.Author != user.Actor.Id, cancellationToken) ?? throw new NotFound();
        if (row.ClosedAt is null)
        {
            (row.ClosedAt, row.ClosedBy) = (clock.GetUtcNow(), user.Actor.Id);
        }

        return Unit.Value;
    }
}
