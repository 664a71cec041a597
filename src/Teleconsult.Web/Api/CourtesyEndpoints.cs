using MediatR;
using Teleconsult.Application.Courtesy;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Api;

internal static class CourtesyEndpoints
{
    public static void MapCourtesy(this IEndpointRouteBuilder api)
    {
        var consults = api.MapGroup("/consults").WithTags("Courtesy");
        consults.MapPost("/{id:guid}/advice/{advice:guid}/report", (Guid id, Guid advice, ReportBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReportReply(id, advice, body.Id, body.Text, body.WantsAnother, body.Language), ct))
            .RequireAuthorization(Policies.Requester).WithIdempotencyKey().WithSummary("Tell the coordinators that a reply was not OK; nobody else learns of it");
        consults.MapPost("/{id:guid}/another", (Guid id, AnotherBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AskForAnother(id, body.Id, body.Text, body.Language), ct))
            .RequireAuthorization(Policies.Requester).WithIdempotencyKey().WithSummary("Ask to hear another specialist, beside the first answer");
    }

    internal sealed record AnotherBody(Guid Id, string? Text, string? Language);

    internal sealed record ReportBody(Guid Id, string Text, bool WantsAnother, string? Language);
}
