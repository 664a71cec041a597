using MediatR;
using Teleconsult.Application.Courtesy;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Api;

internal static class CourtesyEndpoints
{
    public static void MapCourtesy(this IEndpointRouteBuilder api) => api.MapGroup("/consults").WithTags("Courtesy")
        .MapPost("/{id:guid}/advice/{advice:guid}/report", async (Guid id, Guid advice, ReportBody body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new ReportReply(id, advice, body.Id, body.Text, body.WantsAnother, body.Language), ct);
            return Results.NoContent();
        })
        .RequireAuthorization(Policies.Requester).WithIdempotencyKey().WithSummary("Tell the coordinators that a reply was not OK; nobody else learns of it");

    internal sealed record ReportBody(Guid Id, string Text, bool WantsAnother, string? Language);
}
