using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Referrals;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Api;

/// <summary>Where a patient is sent on to, and what becomes of it.</summary>
internal static class ReferralEndpoints
{
    public static void MapReferrals(this IEndpointRouteBuilder api)
    {
        var consults = api.MapGroup("/consults/{id:guid}").WithTags("Referrals");
        consults.MapPost("/advice/{advice:guid}/delivered", (Guid id, Guid advice, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new DeliverAdvice(id, advice), ct))
            .RequireAuthorization(Policies.Requester).WithIdempotencyKey("advice").WithSummary("The requester's phone has the advice. Saying it again is harmless");

        var referrals = consults.MapGroup("/referrals");
        referrals.MapPost("/", (Guid id, MadeBody body, IMediator mediator, CancellationToken ct) => mediator.Send(new ReferPatient(id, body.Id, body.Form), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Send the patient on, after an answer");

        referrals.MapPut("/{referral:guid}", (Guid id, Guid referral, ReferralForm form, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new DirectReferral(id, referral, form), ct))
            .RequireAuthorization(Policies.Clinical).WithIdempotencyKey().WithSummary("Say where, why and by when");

        referrals.MapPost("/{referral:guid}/appointment", (Guid id, Guid referral, DayBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new BookReferral(id, referral, body.On), ct))
            .RequireAuthorization(Policies.Clinical).WithIdempotencyKey().WithSummary("The patient knows, and has an appointment or a day to go");

        referrals.MapPost("/{referral:guid}/attended", (Guid id, Guid referral, DayBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AttendReferral(id, referral, body.On), ct))
            .RequireAuthorization(Policies.Clinical).WithIdempotencyKey().WithSummary("The patient was seen there");

        referrals.MapPost("/{referral:guid}/missed", (Guid id, Guid referral, MissedBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new MissReferral(id, referral, body.Why, body.Note), ct))
            .RequireAuthorization(Policies.Clinical).WithIdempotencyKey().WithSummary("The patient was not seen, and why");

        referrals.MapPost("/{referral:guid}/report", (Guid id, Guid referral, NoteBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReportReferral(id, referral, body.Note), ct))
            .RequireAuthorization(Policies.Clinical).WithIdempotencyKey().WithSummary("The report came back: the loop is closed");

        referrals.MapPost("/{referral:guid}/end", (Guid id, Guid referral, EndBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new EndReferral(id, referral, body.Why, body.Note), ct))
            .RequireAuthorization(Policies.Clinical).WithIdempotencyKey().WithSummary("Follow the referral no further, and why");
    }

    internal sealed record MadeBody(Guid Id, ReferralForm? Form);

    internal sealed record DayBody(DateTimeOffset On);

    internal sealed record MissedBody(MissedReason? Why, string? Note);

    internal sealed record NoteBody(string? Note);

    internal sealed record EndBody(ReferralEnd? Why, string? Note);
}
