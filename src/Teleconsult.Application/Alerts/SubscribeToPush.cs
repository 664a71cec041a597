using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;

namespace Teleconsult.Application.Alerts;

/// <summary>This browser takes push messages for the person from now on, and for nobody else. Again: nothing new.</summary>
/// <param name="P256dh">The browser's public key, 65 bytes; <paramref name="Auth"/>: its secret, 16 bytes.</param>
/// <param name="Field">The field app's browser, not the console's.</param>
[Allowed]
public sealed record SubscribeToPush(string Endpoint, byte[] P256dh, byte[] Auth, bool Field) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class SubscribeToPushHandler(TeleconsultDb db, IPushEndpoints endpoints, ICurrentUser user, TimeProvider clock) : IRequestHandler<SubscribeToPush, Unit>
{
    /// <summary>Most browsers of one person: the oldest one makes room.</summary>
    private const int MostBrowsers = 10;

    public async Task<Unit> Handle(SubscribeToPush command, CancellationToken cancellationToken)
    {
        if (!endpoints.IsAllowed(command.Endpoint))
        {
            throw new RuleViolation("push.endpoint");
        }

        if (command.P256dh is not { Length: 65 } || command.P256dh[0] != 4 || command.Auth is not { Length: 16 })
        {
            throw new RuleViolation("push.keys");
        }

        var id = IdOf(command.Endpoint);
        var me = user.Actor.Id.Value;
        var row = await db.PushSubscriptions.SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (row is null)
        {
            var mine = await db.PushSubscriptions.Where(s => s.User == me).OrderBy(s => s.At).ToListAsync(cancellationToken);
            db.PushSubscriptions.RemoveRange(mine.Take(Math.Max(0, mine.Count - MostBrowsers + 1)));
            row = new PushSubscriptionRow { Id = id, Endpoint = command.Endpoint };
            db.PushSubscriptions.Add(row);
        }

        (row.User, row.Device, row.Network, row.IsField, row.At) = (me, user.Device, user.Actor.Network, command.Field, clock.GetUtcNow());
        (row.P256dh, row.Auth) = (command.P256dh, command.Auth);
        return Unit.Value;
    }

    internal static Guid IdOf(string endpoint) => new(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)).AsSpan(0, 16));
}

/// <summary>This browser takes no more push messages: its owner signs out, or does not want them. Again: nothing.</summary>
[Allowed]
public sealed record UnsubscribeFromPush(string Endpoint) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class UnsubscribeFromPushHandler(TeleconsultDb db, ICurrentUser user) : IRequestHandler<UnsubscribeFromPush, Unit>
{
    public async Task<Unit> Handle(UnsubscribeFromPush command, CancellationToken cancellationToken)
    {
        var id = SubscribeToPushHandler.IdOf(command.Endpoint ?? "");
        var me = user.Actor.Id.Value;
        if (await db.PushSubscriptions.SingleOrDefaultAsync(s => s.Id == id && s.User == me, cancellationToken) is { } row)
        {
            db.PushSubscriptions.Remove(row);
        }

        return Unit.Value;
    }
}

/// <summary>The person signs out of the console at this browser: no more messages come to it. Again: nothing.</summary>
[Allowed]
public sealed record EndPushHere : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class EndPushHereHandler(TeleconsultDb db, ICurrentUser user) : IRequestHandler<EndPushHere, Unit>
{
    public async Task<Unit> Handle(EndPushHere command, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id.Value;
        if (user.Device is { } device)
        {
            db.PushSubscriptions.RemoveRange(
                await db.PushSubscriptions.Where(s => s.User == me && s.Device == device && !s.IsField).ToListAsync(cancellationToken));
        }

        return Unit.Value;
    }
}
