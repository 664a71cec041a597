using System.Globalization;
using System.Text.Json;
using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Outcomes;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Api;

internal static class ConsultEndpoints
{
    public static void MapConsults(this IEndpointRouteBuilder api)
    {
        var consults = api.MapGroup("/consults").WithTags("Consults");
        MapReading(consults);
        MapAsking(consults);
        MapAnswering(consults);
        MapTogether(consults);
        MapErasing(consults);
    }

    private static void MapReading(RouteGroupBuilder consults)
    {
        consults.MapGet("/{id:guid}", async (Guid id, IMediator mediator, HttpResponse response, CancellationToken ct) =>
            {
                var consult = await mediator.Send(new GetConsult(null, id), ct);
                response.Headers.ETag = $"\"{consult.ContentVersion}\"";
                response.Headers.CacheControl = "no-store";
                return consult;
            })
            .RequireAuthorization(Policies.Clinical).WithSummary("One case whole, as its reader may see it");
    }

    private static void MapAsking(RouteGroupBuilder consults)
    {
        consults.MapPut("/{id:guid}", (Guid id, Submission submission, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new SubmitConsult(id, submission), ct))
            .RequireAuthorization(Policies.Requester).WithIdempotencyKey("id", "consult.other-submission")
            .WithSummary("Store a case: said only after it is stored. Repeating it is harmless");

        consults.MapPost("/{id:guid}/messages", (Guid id, MessageBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new PostMessage(id, body.Id, body.Text, body.Language), ct))
            .RequireAuthorization(Policies.Clinical).WithIdempotencyKey().WithSummary("A line in the thread");

        consults.MapPost("/{id:guid}/requests/{request:guid}/answer", (Guid id, Guid request, AnswerBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AnswerRequest(id, request, body.Text), ct))
            .RequireAuthorization(Policies.Requester).WithIdempotencyKey().WithSummary("Answer a specialist's question");

        consults.MapPost("/{id:guid}/amendments", (Guid id, AmendmentBody body, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AmendIntake(id, body.Answers, ContentVersionOf(request)), ct))
            .RequireAuthorization(Policies.Requester).WithIdempotencyKey().WithSummary("Change intake answers (If-Match: content version)");

        consults.MapPost("/{id:guid}/advice/{advice:guid}/read", (Guid id, Guid advice, ReadBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReadAdvice(id, advice, body.PatientConfirmed), ct))
            .RequireAuthorization(Policies.Requester).WithIdempotencyKey().WithSummary("The advice was read, beside the right patient");

        consults.MapPost("/{id:guid}/advice/{advice:guid}/read-back", (Guid id, Guid advice, ReadBackBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReadBackAdvice(id, advice, body.Id, body.Text, body.Language), ct))
            .RequireAuthorization(Policies.Requester).WithIdempotencyKey().WithSummary("Say back what one will do, so that nothing is misheard");

        consults.MapPut("/{id:guid}/advice/{advice:guid}/actions/{line:int}", (Guid id, Guid advice, int line, ActionBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new MarkAction(id, advice, line, body.Outcome ?? throw new RuleViolation("body.invalid"), body.Reason), ct))
            .RequireAuthorization(Policies.Requester).WithIdempotencyKey().WithSummary("What became of one action line");

        consults.MapPost("/{id:guid}/close", (Guid id, CloseBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new CloseConsult(id, body.Outcome, body.Referral, body.Value, body.FeltRespected, body.Comment, body.Questions), ct))
            .RequireAuthorization(Policies.Requester).WithIdempotencyKey().WithSummary("Close with the close-out questions");
    }

    private static void MapAnswering(RouteGroupBuilder consults)
    {
        consults.MapPost("/{id:guid}/open", (Guid id, IMediator mediator, CancellationToken ct) => mediator.Send(new OpenConsult(id), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Opened on a screen: seen");

        consults.MapPost("/{id:guid}/claim", (Guid id, IMediator mediator, CancellationToken ct) => mediator.Send(new ClaimConsult(id), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Take responsibility for a case");

        consults.MapPost("/{id:guid}/release", (Guid id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReleaseConsult(id), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Give a case back to the service");

        consults.MapPost("/{id:guid}/redirect", (Guid id, ServiceBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new RedirectConsult(id, body.Service), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Pass a case on; the clock goes on");

        consults.MapPost("/{id:guid}/requests", (Guid id, RequestBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AskRequester(id, body.Id, body.Slot, body.Text), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Ask a question, or for one slot's photo again");

        consults.MapPost("/{id:guid}/advice", (Guid id, AdviceBody body, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new SendAdvice(id, body.Id, body.Content, ContentVersionOf(request), body.PatientConfirmed, body.Call), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Answer (If-Match: content version)");

        consults.MapGet("/{id:guid}/colleagues", (Guid id, IMediator mediator, CancellationToken ct) => mediator.Send(new ListColleagues(id), ct))
            .RequireAuthorization(Policies.Specialist).WithSummary("Who can be asked for a second opinion");

        consults.MapPost("/{id:guid}/opinions", (Guid id, OpinionBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AskOpinion(id, body.Id, body.Colleague, body.Text), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Ask a colleague for a second opinion");

        consults.MapPost("/{id:guid}/opinions/{opinion:guid}/advice",
                (Guid id, Guid opinion, AdviceBody body, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                    mediator.Send(new GiveOpinion(id, opinion, body.Id, body.Content, ContentVersionOf(request), body.PatientConfirmed), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Give a second opinion (If-Match: content version)");

        consults.MapPost("/{id:guid}/opinions/{opinion:guid}/decline", (Guid id, Guid opinion, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new DeclineOpinion(id, opinion), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Say that one cannot give a second opinion");

        consults.MapPost("/{id:guid}/conflict", (Guid id, ConflictBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ResolveConflict(id, body.Stands, body.Reason), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Two answers differ: say which one stands, and why");

        consults.MapPost("/{id:guid}/read-backs/{readBack:guid}/confirm", (Guid id, Guid readBack, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ConfirmReadBack(id, readBack), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("What the requester said back is right");

        consults.MapPost("/{id:guid}/read-backs/{readBack:guid}/correct",
                (Guid id, Guid readBack, CorrectionBody body, IMediator mediator, CancellationToken ct) =>
                    mediator.Send(new CorrectReadBack(id, readBack, body.Text, body.Language), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("What the requester said back is wrong, and what is meant");

        consults.MapPost("/{id:guid}/calls", (Guid id, CallBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new RecordCall(id, body.Advice, body.Call), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Record a call: done by phone");

        consults.MapPost("/{id:guid}/calling", (Guid id, CallingBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AnnounceCall(id, body.Id), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("\"Calling you now\": the requester of an emergency is told at once");

        consults.MapPost("/{id:guid}/calling/{call:guid}/missed", (Guid id, Guid call, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new MissCall(id, call), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("The call that was announced reached nobody");

        consults.MapPost("/{id:guid}/advice/{advice:guid}/amendment", (Guid id, Guid advice, AdviceBody body, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AmendAdvice(id, body.Id, advice, body.Content, ContentVersionOf(request), body.PatientConfirmed), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Change advice that went out (If-Match: content version); the earlier one is kept");

        consults.MapDelete("/{id:guid}/advice/{advice:guid}", (Guid id, Guid advice, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new TakeBackAdvice(id, advice), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Take advice back before it is released");

        consults.MapPost("/{id:guid}/allocate", (Guid id, ServiceBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AllocateConsult(id, body.Service ?? throw new RuleViolation("service.unknown")), ct))
            .RequireAuthorization(Policies.Coordinator).WithIdempotencyKey().WithSummary("Give a case to a service");
    }

    /// <summary>What those of one service do for each other.</summary>
    private static void MapTogether(RouteGroupBuilder consults)
    {
        consults.MapPost("/{id:guid}/handover", (Guid id, ColleagueBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new HandOverConsult(id, body.Colleague), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Hand a case to a colleague; the clock goes on");

        consults.MapPost("/{id:guid}/advice/{advice:guid}/signature", (Guid id, Guid advice, SignatureBody body, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new CountersignAdvice(id, advice, ContentVersionOf(request), body.PatientConfirmed), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Sign advice of somebody in training (If-Match: content version)");

        consults.MapPost("/{id:guid}/advice/{advice:guid}/return", (Guid id, Guid advice, ReturnBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReturnAdvice(id, advice, body.Text), ct))
            .RequireAuthorization(Policies.Specialist).WithIdempotencyKey().WithSummary("Give advice of somebody in training back to its author, with words");
    }

    private static void MapErasing(RouteGroupBuilder consults) =>
        consults.MapPost("/{id:guid}/erasure", (Guid id, ErasureBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new EraseConsult(id, body.Reason ?? default, body.Number), ct))
            .RequireAuthorization(Policies.Coordinator).WithIdempotencyKey().WithSummary("Make words and photos unreadable for good");

    /// <summary>RFC 9110 §13.1.1: the change is made only to what its author has seen.</summary>
    private static long ContentVersionOf(HttpRequest request) =>
        long.TryParse(request.Headers.IfMatch.ToString().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new RuleViolation("precondition.missing");

    internal sealed record MessageBody(Guid Id, string Text, string? Language);

    internal sealed record AnswerBody(string Text);

    internal sealed record AmendmentBody(JsonElement Answers);

    internal sealed record ReadBody(bool PatientConfirmed);

    internal sealed record ActionBody(ActionOutcome? Outcome, string? Reason);

    internal sealed record CloseBody(string Outcome, string Referral, int? Value, bool? FeltRespected, string? Comment, CloseOut? Questions = null);

    internal sealed record ServiceBody(Guid? Service);

    internal sealed record ErasureBody(ErasureReason? Reason, long Number);

    internal sealed record RequestBody(Guid Id, string? Slot, string Text);

    internal sealed record AdviceBody(Guid Id, AdviceContent Content, bool PatientConfirmed, CallForm? Call = null);

    internal sealed record ReadBackBody(Guid Id, string Text, string? Language);

    internal sealed record CorrectionBody(string Text, string? Language);

    internal sealed record OpinionBody(Guid Id, Guid Colleague, string Text);

    internal sealed record ColleagueBody(Guid Colleague);

    internal sealed record SignatureBody(bool PatientConfirmed);

    internal sealed record ReturnBody(string Text);

    internal sealed record ConflictBody(Guid Stands, string Reason);

    internal sealed record CallingBody(Guid Id);

    internal sealed record CallBody(Guid? Advice, CallForm Call);
}
