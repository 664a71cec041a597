using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Live;

public enum SignalKind
{
    /// <summary>Has the case on the screen.</summary>
    Present = 1,

    /// <summary>Writes into its thread.</summary>
    Typing = 2,

    /// <summary>Has left it.</summary>
    Away = 3,

    /// <summary>Nobody does anything: what stands beside the log has changed, a message's state say. Look at the case again.</summary>
    Changed = 4,
}

/// <summary>What somebody does with a case at this moment. Ids and a code: no signal carries a word.</summary>
public sealed record CaseSignal(Guid Consult, Guid Person, SignalKind Kind);

/// <param name="By">The person's name.</param>
public sealed record CaseCompany(Guid Consult, Guid Person, SignalKind Kind, string By);

/// <summary>
/// Who has a case open and who is typing: told to the others who have it open, and kept nowhere but in the memory of a node, where
/// it goes by itself. Who may not see the case neither says nor hears anything of it, asked at each signal. Thread-safe.
/// </summary>
public sealed partial class CaseSignals(
    IServiceScopeFactory scopes, ActorDirectory actors, NameDirectory names, TimeProvider clock, ILogger<CaseSignals> logger)
{
    /// <summary>What comes sooner after the same of the same person is dropped: a fast typist is no storm.</summary>
    public static readonly TimeSpan TypingPause = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan PresencePause = TimeSpan.FromSeconds(8);

    /// <summary>Of somebody who said nothing for so long nobody says any more that they are here.</summary>
    public static readonly TimeSpan PresenceLasts = TimeSpan.FromSeconds(40);

    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<object, Hearer>> _rooms = new();
    private readonly ConcurrentDictionary<(Guid Consult, Guid Person), DateTimeOffset> _present = new();
    private readonly ConcurrentDictionary<CaseSignal, DateTimeOffset> _said = new();
    private readonly Channel<CaseSignal> _outgoing = Channel.CreateBounded<CaseSignal>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });

    private volatile bool _relayed;

    /// <summary>Where a case stands, for the question who may see it.</summary>
    private sealed record Place(NetworkId Network, PractitionerId Requester, ServiceId? Service);

    private sealed record Hearer(Guid Person, Func<CaseCompany, Task> Tell);

    /// <summary>Said by somebody of this node.</summary>
    /// <exception cref="NotFound">The case does not exist for them.</exception>
    public async Task SayAsync(Actor actor, Guid consult, SignalKind kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var place = await PlaceAsync(consult, cancellationToken);
        if (place is null || !actor.Sees(place.Network, place.Requester, place.Service))
        {
            throw new NotFound("consult.not-found");
        }

        var signal = new CaseSignal(consult, actor.Id.Value, kind);
        if (!MayPass(signal))
        {
            return;
        }

        Remember(signal);
        if (_relayed)
        {
            _outgoing.Writer.TryWrite(signal);
        }

        await TellAsync(signal, place, cancellationToken);
    }

    /// <summary>The same for who cannot be told of a refusal any more.</summary>
    /// <returns>False where the case does not exist for them.</returns>
    public async Task<bool> TrySayAsync(Actor actor, Guid consult, SignalKind kind, CancellationToken cancellationToken)
    {
        try
        {
            await SayAsync(actor, consult, kind, cancellationToken);
            return true;
        }
        catch (NotFound)
        {
            return false;
        }
    }

    /// <summary>
    /// Those who have the case open look at it again: something changed that is no event and raises no version. After the commit; without
    /// a word of what it is.
    /// </summary>
    public Task HintAsync(Guid consult, CancellationToken cancellationToken)
    {
        var signal = new CaseSignal(consult, Guid.Empty, SignalKind.Changed);
        if (_relayed)
        {
            _outgoing.Writer.TryWrite(signal);
        }

        return HearAsync(signal, cancellationToken);
    }

    /// <summary>Said on another node, where it was allowed; who hears it here is asked here.</summary>
    public async Task HearAsync(CaseSignal signal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signal);
        Remember(signal);
        if (_rooms.ContainsKey(signal.Consult) && await PlaceAsync(signal.Consult, cancellationToken) is { } place)
        {
            await TellAsync(signal, place, cancellationToken);
        }
    }

    /// <summary>Hears what others do with a case from now on, and who is there already. Grants nothing: who is told is checked each time.</summary>
    /// <param name="key">Names the listener: listening again under it replaces what was there.</param>
    public async Task ListenAsync(Guid consult, Actor actor, object key, Func<CaseCompany, Task> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        _rooms.GetOrAdd(consult, _ => new())[key] = new Hearer(actor.Id.Value, tell);
        var now = clock.GetUtcNow();
        if (await PlaceAsync(consult, cancellationToken) is { } place)
        {
            foreach (var ((_, person), until) in _present.Where(p => p.Key.Consult == consult && p.Key.Person != actor.Id.Value).ToList())
            {
                if (until > now)
                {
                    await TellOneAsync(consult, key, new CaseSignal(consult, person, SignalKind.Present), place, cancellationToken);
                }
            }
        }
    }

    public void Leave(Guid consult, object key)
    {
        if (_rooms.TryGetValue(consult, out var room) && room.TryRemove(key, out _) && room.IsEmpty)
        {
            _rooms.TryRemove(KeyValuePair.Create(consult, room));
        }
    }

    /// <summary>Leaves every case.</summary>
    /// <returns>Those that this person has open nowhere else on this node.</returns>
    public IReadOnlyList<Guid> LeaveAll(object key, Guid person)
    {
        var left = _rooms.Where(r => r.Value.ContainsKey(key)).Select(r => r.Key).ToList();
        left.ForEach(consult => Leave(consult, key));
        return left.FindAll(consult => !IsHere(consult, person));
    }

    /// <summary>Whether this person listens to the case on this node.</summary>
    public bool IsHere(Guid consult, Guid person) => _rooms.TryGetValue(consult, out var room) && room.Values.Any(h => h.Person == person);

    /// <summary>For who tells other nodes: what was said on this one. What nobody takes in time is dropped, the oldest first.</summary>
    public ChannelReader<CaseSignal> Relay()
    {
        _relayed = true;
        return _outgoing.Reader;
    }

    private bool MayPass(CaseSignal signal)
    {
        var now = clock.GetUtcNow();
        var pause = signal.Kind switch { SignalKind.Typing => TypingPause, SignalKind.Present => PresencePause, _ => TimeSpan.Zero };
        if (_said.TryGetValue(signal, out var last) && now - last < pause)
        {
            return false;
        }

        if (_said.Count > 10_000)
        {
            _said.Clear(); // at worst one signal too many passes
        }

        _said[signal] = now;
        if (signal.Kind is SignalKind.Away)
        {
            _said.TryRemove(signal with { Kind = SignalKind.Present }, out _); // who comes back is told at once
        }

        return true;
    }

    private void Remember(CaseSignal signal)
    {
        var key = (signal.Consult, signal.Person);
        if (signal.Kind is SignalKind.Changed)
        {
            return;
        }

        if (signal.Kind is SignalKind.Away)
        {
            _present.TryRemove(key, out _);
            return;
        }

        var now = clock.GetUtcNow();
        _present[key] = now + PresenceLasts;
        if (_present.Count > 1_000)
        {
            foreach (var (old, until) in _present)
            {
                if (until <= now)
                {
                    _present.TryRemove(KeyValuePair.Create(old, until));
                }
            }
        }
    }

    private async Task TellAsync(CaseSignal signal, Place place, CancellationToken cancellationToken)
    {
        if (_rooms.TryGetValue(signal.Consult, out var room))
        {
            foreach (var (key, hearer) in room.ToArray())
            {
                if (hearer.Person != signal.Person)
                {
                    await TellOneAsync(signal.Consult, key, signal, place, cancellationToken);
                }
            }
        }
    }

    private async Task TellOneAsync(Guid consult, object key, CaseSignal signal, Place place, CancellationToken cancellationToken)
    {
        if (!_rooms.TryGetValue(consult, out var room) || !room.TryGetValue(key, out var hearer))
        {
            return;
        }

        if (await actors.FindAsync(hearer.Person, cancellationToken) is not { } actor || !actor.Sees(place.Network, place.Requester, place.Service))
        {
            Leave(consult, key); // the case went elsewhere meanwhile
            return;
        }

        var by = (await names.OfAsync(place.Network, cancellationToken)).Person(new PractitionerId(signal.Person)).Name;
        try
        {
            await hearer.Tell(new CaseCompany(consult, signal.Person, signal.Kind, by));
        }
        catch (Exception gone) when (gone is not OperationCanceledException)
        {
            LogDeaf(logger, gone);
            Leave(consult, key);
        }
    }

    private async Task<Place?> PlaceAsync(Guid consult, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var id = new ConsultId(consult);
        return await scope.ServiceProvider.GetRequiredService<TeleconsultDb>().Consults.AsNoTracking().Where(c => c.Id == id)
            .Select(c => new Place(c.Network, c.Requester, c.Service)).SingleOrDefaultAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A screen could not be told who else has its case open")]
    private static partial void LogDeaf(ILogger logger, Exception exception);
}
