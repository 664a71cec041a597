using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Alerts;

/// <summary>The key that a browser binds its push subscription to, base64url.</summary>
[Allowed]
public sealed record GetPushKey : IRequest<string>;

internal sealed class GetPushKeyHandler(IPushKeys keys) : IRequestHandler<GetPushKey, string>
{
    public async Task<string> Handle(GetPushKey request, CancellationToken cancellationToken) => await keys.PublicAsync(cancellationToken);
}

/// <summary>
/// A message on trial to one browser of one's own, by the way that every alert takes: whether it arrives there, only that browser can tell.
/// Somebody else's browser, or none, is <see cref="SendKind.Failed"/>.
/// </summary>
[Allowed]
public sealed record TryPush(string Endpoint) : IRequest<SendOutcome>;

internal sealed class TryPushHandler(TeleconsultDb db, IEnumerable<IAlertSender> senders, IContactBook contacts, IAlertWords words, ICurrentUser user)
    : IRequestHandler<TryPush, SendOutcome>
{
    /// <summary>Somebody looks at the screen: what comes later says nothing any more.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    public async Task<SendOutcome> Handle(TryPush request, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id;
        var id = SubscribeToPushHandler.IdOf(request.Endpoint ?? "");
        var browser = await db.PushSubscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.User == me.Value, cancellationToken);
        if (browser is null || senders.FirstOrDefault(s => s.Channel is AlertChannel.Push && s.IsReady) is not { } push)
        {
            return new SendOutcome(SendKind.Failed, AlertWhy.NoAddress);
        }

        var language = user.Language ?? (await contacts.OfAsync([me], cancellationToken))[me].Language;
        return await push.SendAsync(
            new AlertMessage(
                Guid.CreateVersion7(), me, browser.Endpoint, words.Say("alert.title.requester", language), words.Say("alert.trial", language),
                browser.IsField ? "/field/" : "/", Urgency.Urgent, "trial", Lifetime, Receipt: "", language),
            cancellationToken);
    }
}
