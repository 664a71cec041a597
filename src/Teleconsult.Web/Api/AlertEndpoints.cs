using System.Text.Json;
using MediatR;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Live;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Infrastructure.Notifications;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Api;

/// <summary>Push subscriptions of phones, what devices say of messages, and replies to SMS.</summary>
internal static class AlertEndpoints
{
    private const int MostBytes = 8 * 1024;

    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/push/key", async (IPushKeys keys, CancellationToken ct) => new PushKeyView(await keys.PublicAsync(ct)))
            .RequireAuthorization(Policies.SignedIn).WithTags("Alerts").WithSummary("The key that a browser binds its push subscription to");

        api.MapPut("/push", (PushForm form, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new SubscribeToPush(form.Endpoint, form.P256dh, form.Auth, Field: true), ct))
            .RequireAuthorization(Policies.SignedIn).WithTags("Alerts").WithSummary("This browser takes push messages for me");

        api.MapPost("/push/off", (PushOffForm form, IMediator mediator, CancellationToken ct) => mediator.Send(new UnsubscribeFromPush(form.Endpoint), ct))
            .RequireAuthorization(Policies.SignedIn).WithTags("Alerts").WithSummary("This browser takes no more push messages");

        // A service worker has neither token nor cookie when a message wakes it: what the message held is its proof.
        api.MapPost("/alerts/shown", async (ShownForm form, CurrentUser user, IMediator mediator, CaseSignals signals, CancellationToken ct) =>
            {
                user.ActAsSystem();
                if (await mediator.Send(new ConfirmDelivery(form.Id, form.Receipt), ct) is { } consult)
                {
                    await signals.HintAsync(consult, ct);
                }

                return Results.NoContent();
            })
            .AllowAnonymous().WithTags("Alerts").WithSummary("A device shows a push message; the answer tells nothing");

        api.MapPost("/alerts/sms", TakeReplyAsync)
            .AllowAnonymous().WithTags("Alerts").WithSummary("The SMS gateway passes a reply on, signed; codes alone are taken, and the answer tells nothing");
    }

    private static async Task<IResult> TakeReplyAsync(HttpRequest request, SmsSignature signature, CurrentUser user, IMediator mediator, CancellationToken ct)
    {
        if (!signature.IsTaken)
        {
            return Results.NotFound();
        }

        var body = await ReadAsync(request, ct);
        if (signature.Check(request.Headers["X-Signature"].FirstOrDefault(), body) is not { } once)
        {
            throw new AccessDenied("sms.signature");
        }

        var reply = await ParseAsync(request, body, ct);
        user.ActAsSystem();
        await mediator.Send(new AcknowledgeAlert(reply.From, reply.Text, new Guid(once.AsSpan(0, 16))), ct);
        return Results.NoContent();
    }

    private static async Task<SmsReply> ParseAsync(HttpRequest request, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            if (request.HasFormContentType)
            {
                request.Body = new MemoryStream(body, writable: false);
                var form = await request.ReadFormAsync(cancellationToken);
                return new SmsReply(form["from"].ToString(), form["text"].ToString());
            }

            return JsonSerializer.Deserialize<SmsReply>(body, Application.Json.Options) ?? throw new RuleViolation("body.invalid");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new RuleViolation("body.invalid");
        }
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MostBytes ? buffer[..length] : throw new RuleViolation("body.too-large", ("most", MostBytes));
    }

    internal sealed record PushKeyView(string Key);

    /// <param name="P256dh">Base64.</param>
    /// <param name="Auth">Base64.</param>
    internal sealed record PushForm(string Endpoint, byte[] P256dh, byte[] Auth);

    internal sealed record PushOffForm(string Endpoint);

    internal sealed record ShownForm(Guid Id, string Receipt);

    internal sealed record SmsReply(string From, string Text);
}
