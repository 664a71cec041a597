using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Teleconsult.Application.Live;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Hubs;

/// <summary>Live news for phones and other clients. Notices carry ids and codes; who may not see a case hears nothing of it.</summary>
[Authorize(Policies.SignedIn)]
internal sealed class ConsultsHub(
    IConsultFeed feed, CurrentUser user, ActorDirectory actors, CaseSignals signals, IHubContext<ConsultsHub> others, IServiceProvider services) : Hub
{
    /// <summary>
    /// Every notice after the cursor (null: from now on), in order, without a gap. Ends with <c>cursor.stale</c> when a snapshot
    /// has to be taken.
    /// </summary>
    public async IAsyncEnumerable<Notice> Follow(string? cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ActAsync();
        await using var notices = feed.FollowAsync(user.Actor, user.Device, cursor, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(notices))
        {
            yield return notices.Current;
        }
    }

    /// <summary>Somebody is typing in a case's thread: told to the others who have it open, kept nowhere.</summary>
    public Task Typing(Guid consult) => SayAsync(consult, SignalKind.Typing);

    /// <summary>Somebody has a case open, and hears from now on who else has. Said again every few seconds while it stays open.</summary>
    public async Task Present(Guid consult)
    {
        await SayAsync(consult, SignalKind.Present);
        var (phone, connection) = (others.Clients, Context.ConnectionId);
        await signals.ListenAsync(consult, user.Actor, connection, told => phone.Client(connection).SendAsync(
            Name(told.Kind), new { consult = told.Consult, person = told.Person, by = told.By }), Context.ConnectionAborted);
    }

    /// <summary>Somebody has closed a case on the screen.</summary>
    public async Task Away(Guid consult)
    {
        signals.Leave(consult, Context.ConnectionId);
        await SayAsync(consult, SignalKind.Away);
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.User?.UserId() is { } person && await actors.FindAsync(person, CancellationToken.None) is { } actor)
        {
            foreach (var consult in signals.LeaveAll(Context.ConnectionId, person))
            {
                await signals.TrySayAsync(actor, consult, SignalKind.Away, CancellationToken.None);
            }
        }

        await base.OnDisconnectedAsync(exception);
    }

    private static string Name(SignalKind kind) => kind switch { SignalKind.Typing => "typing", SignalKind.Away => "away", SignalKind.Changed => "changed", _ => "present" };

    private async Task SayAsync(Guid consult, SignalKind kind)
    {
        await ActAsync();
        try
        {
            await signals.SayAsync(user.Actor, consult, kind, Context.ConnectionAborted);
        }
        catch (NotFound missing)
        {
            throw new HubException(missing.Code);
        }
    }

    private async Task ActAsync()
    {
        if (!await CallerMiddleware.ActAsync(services, Context.User!, Context.ConnectionAborted))
        {
            throw new HubException("auth.device-revoked");
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<Notice> notices)
    {
        try
        {
            return await notices.MoveNextAsync();
        }
        catch (StaleCursor)
        {
            throw new HubException("cursor.stale");
        }
        catch (AccessDenied denied)
        {
            Context.Abort();
            throw new HubException(denied.Code);
        }
        catch (OperationCanceledException)
        {
            return false; // the client stopped listening
        }
    }
}
