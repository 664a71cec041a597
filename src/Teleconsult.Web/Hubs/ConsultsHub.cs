using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Hubs;

/// <summary>Live news for phones and other clients. Notices carry ids and codes; who may not see a case hears nothing of it.</summary>
[Authorize(Policies.SignedIn)]
internal sealed class ConsultsHub(
    IConsultFeed feed, CurrentUser user, NameDirectory names, ActorDirectory actors, CaseRooms rooms, IServiceProvider services) : Hub
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

    /// <summary>Someone is typing in a case's thread: told to the others who have it open, kept nowhere.</summary>
    public async Task Typing(Guid consult) => await TellOthersAsync("typing", consult);

    /// <summary>Someone has a case open.</summary>
    public async Task Present(Guid consult)
    {
        await TellOthersAsync("present", consult);
        rooms.Enter(consult, Context.ConnectionId, user.Actor.Id.Value);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        rooms.LeaveAll(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    private async Task TellOthersAsync(string what, Guid consult)
    {
        await ActAsync();
        var id = new ConsultId(consult);
        var db = services.GetRequiredService<TeleconsultDb>(); // not in the constructor: a stream would hold one as long as it lasts
        var scope = await db.Consults.VisibleTo(user.Actor).Where(c => c.Id == id)
            .Select(c => new { c.Network, c.Requester, c.Service }).SingleOrDefaultAsync(Context.ConnectionAborted) ?? throw new HubException("consult.not-found");
        var hearers = new List<string>();
        foreach (var (connection, person) in rooms.In(consult).Where(c => c.Key != Context.ConnectionId))
        {
            if (await actors.FindAsync(person, Context.ConnectionAborted) is { } actor && actor.Sees(scope.Network, scope.Requester, scope.Service))
            {
                hearers.Add(connection);
            }
            else
            {
                rooms.Leave(consult, connection); // the case went elsewhere meanwhile
            }
        }

        var by = (await names.OfAsync(user.Actor.Network, Context.ConnectionAborted)).Person(user.Actor.Id).Name;
        await Clients.Clients(hearers).SendAsync(what, new { consult, by }, Context.ConnectionAborted);
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
