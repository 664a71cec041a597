using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;

namespace Teleconsult.Application.Persistence;

/// <summary>
/// Words and keys of streams. Each stream has a key of its own (AES-256) in two halves: a random share, and the key XOR that share,
/// wrapped by the master key. A one-time pad: either half alone tells nothing. Destroying the share makes all words and photos of the
/// stream unreadable. A sealed row authenticates where it belongs, so that it cannot be moved to another patient, case or line.
/// </summary>
public sealed class WordVault(TeleconsultDb db, IMasterKey master, IKeyShares shares, StreamKeyCache cache)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly Dictionary<Guid, byte[]> _made = [];

    /// <summary>The stream's key, 32 bytes. Made on first use, when <paramref name="create"/>.</summary>
    /// <exception cref="KeyErased">The stream was erased.</exception>
    public async Task<byte[]> KeyAsync(Guid stream, bool create, CancellationToken cancellationToken)
    {
        if (cache.Get(stream) is { } known)
        {
            return known;
        }

        var row = await db.StreamKeys.FindAsync([stream], cancellationToken);
        if (row is null)
        {
            if (!create)
            {
                throw new KeyErased();
            }

            return await BeginAsync(stream, cancellationToken);
        }

        if (db.Entry(row).State is EntityState.Added && _made.TryGetValue(stream, out var made))
        {
            return made;
        }

        var unwrapped = Join(row, await ReadSharesAsync([row], cancellationToken)) ?? throw new KeyErased();
        cache.Put(stream, unwrapped);
        return unwrapped;
    }

    /// <summary>Makes the key of a stream that has none, without looking: where there is one after all, the save is refused.</summary>
    public async Task<byte[]> BeginAsync(Guid stream, CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var share = await shares.NewAsync(cancellationToken);
        db.StreamKeys.Add(new StreamKeyRow { Stream = stream, Share = share.Place, Wrapped = master.Wrap(stream, Xor(key, share.Bytes)) });
        _made[stream] = key;
        return key; // cached once it is committed and read again
    }

    /// <summary>
    /// Gives up a stream, to be saved with what says so: its words go, and its key's share is left to the worker that destroys it.
    /// </summary>
    public async Task EraseAsync(NetworkId network, StreamKind kind, Guid stream, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = await db.StreamKeys.FindAsync([stream], cancellationToken);
        if (key is not null)
        {
            db.Erasures.Add(new ErasureRow { Id = Guid.CreateVersion7(now), Network = network, Kind = kind, Stream = stream, Share = key.Share, At = now });
            db.StreamKeys.Remove(key);
        }

        var words = await db.Words.AsNoTracking().Where(w => w.Stream == stream)
            .Select(w => new WordRow { Stream = w.Stream, Kind = w.Kind, Item = w.Item, Version = w.Version }).ToListAsync(cancellationToken);
        db.Words.RemoveRange(words); // by key alone: what they say need not be read once more
        cache.Forget(stream);
    }

    public Task PutAsync<T>(Guid stream, WordKind kind, Guid item, long version, T words, CancellationToken cancellationToken) =>
        PutBytesAsync(stream, kind, item, version, JsonSerializer.SerializeToUtf8Bytes(words, Json.Options), cancellationToken);

    public async Task PutBytesAsync(Guid stream, WordKind kind, Guid item, long version, byte[] plain, CancellationToken cancellationToken)
    {
        if (kind is WordKind.Patient)
        {
            cache.Forget(stream); // an erased person who comes again has a new key: the old one would lose these words
        }

        var key = await KeyAsync(stream, create: true, cancellationToken);
        db.Words.Add(new WordRow { Stream = stream, Kind = kind, Item = item, Version = version, Sealed = Seal(key, Place(stream, kind, item, version), plain) });
    }

    public async Task<byte[]> SealAsync<T>(Guid stream, WordKind kind, Guid item, long version, T words, CancellationToken cancellationToken) =>
        Seal(await KeyAsync(stream, create: true, cancellationToken), Place(stream, kind, item, version), JsonSerializer.SerializeToUtf8Bytes(words, Json.Options));

    public async Task<T> OpenAsync<T>(Guid stream, WordKind kind, Guid item, long version, byte[] sealedWords, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<T>(Open(await KeyAsync(stream, create: false, cancellationToken), Place(stream, kind, item, version), sealedWords), Json.Options)!;

    /// <summary>The newest version of each item of a kind in one stream.</summary>
    public async Task<Dictionary<Guid, T>> GetAllAsync<T>(Guid stream, WordKind kind, CancellationToken cancellationToken)
    {
        var rows = await db.Words.AsNoTracking().Where(w => w.Stream == stream && w.Kind == kind).OrderBy(w => w.Version).ToListAsync(cancellationToken);
        var found = new Dictionary<Guid, T>();
        foreach (var row in rows.GroupBy(w => w.Item).Select(g => g.Last()))
        {
            found[row.Item] = await OpenAsync<T>(row.Stream, row.Kind, row.Item, row.Version, row.Sealed, cancellationToken);
        }

        return found;
    }

    /// <summary>The newest version of one kind for many streams whose item is the stream itself. Erased streams are left out.</summary>
    public async Task<Dictionary<Guid, T>> GetManyAsync<T>(IReadOnlyCollection<Guid> streams, WordKind kind, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, T>();
        if (streams.Count == 0)
        {
            return found;
        }

        await LoadKeysAsync(streams, cancellationToken);
        var rows = await db.Words.AsNoTracking().Where(w => streams.Contains(w.Stream) && w.Kind == kind).OrderBy(w => w.Version).ToListAsync(cancellationToken);
        foreach (var row in rows.GroupBy(w => w.Stream).Select(g => g.Last()))
        {
            try
            {
                found[row.Stream] = await OpenAsync<T>(row.Stream, row.Kind, row.Item, row.Version, row.Sealed, cancellationToken);
            }
            catch (KeyErased)
            {
                // Erased: shown without words.
            }
        }

        return found;
    }

    /// <summary>The newest version of one kind of single items, by item. Those of erased streams are left out.</summary>
    public async Task<Dictionary<Guid, T>> GetManyByItemAsync<T>(IReadOnlyCollection<(Guid Stream, Guid Item)> which, WordKind kind, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, T>();
        Guid[] streams = [.. which.Select(w => w.Stream).Distinct()];
        Guid[] items = [.. which.Select(w => w.Item)];
        if (items.Length == 0)
        {
            return found;
        }

        await LoadKeysAsync(streams, cancellationToken);
        var rows = await db.Words.AsNoTracking().Where(w => streams.Contains(w.Stream) && w.Kind == kind && items.Contains(w.Item)).OrderBy(w => w.Version).ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            try
            {
                found[row.Item] = await OpenAsync<T>(row.Stream, row.Kind, row.Item, row.Version, row.Sealed, cancellationToken);
            }
            catch (KeyErased)
            {
                // Erased: shown nowhere.
            }
        }

        return found;
    }

    public async Task<byte[]?> GetBytesAsync(Guid stream, WordKind kind, Guid item, CancellationToken cancellationToken)
    {
        var row = await db.Words.AsNoTracking().Where(w => w.Stream == stream && w.Kind == kind && w.Item == item)
            .OrderByDescending(w => w.Version).FirstOrDefaultAsync(cancellationToken);
        return row is null ? null : Open(await KeyAsync(stream, create: false, cancellationToken), Place(stream, kind, item, row.Version), row.Sealed);
    }

    private async Task LoadKeysAsync(IReadOnlyCollection<Guid> streams, CancellationToken cancellationToken)
    {
        var missing = streams.Where(s => cache.Get(s) is null).ToArray();
        if (missing.Length > 0)
        {
            var rows = await db.StreamKeys.AsNoTracking().Where(k => missing.Contains(k.Stream)).ToListAsync(cancellationToken);
            var found = await ReadSharesAsync(rows, cancellationToken);
            foreach (var row in rows)
            {
                if (Join(row, found) is { } key)
                {
                    cache.Put(row.Stream, key);
                }
            }
        }
    }

    private ValueTask<IReadOnlyDictionary<string, byte[]>> ReadSharesAsync(IEnumerable<StreamKeyRow> rows, CancellationToken cancellationToken) =>
        shares.ReadAsync([.. rows.Select(r => r.Share).Where(s => s.Length > 0)], cancellationToken);

    /// <summary>Null where the share is erased: in a database restored from before the erasure, say.</summary>
    private byte[]? Join(StreamKeyRow row, IReadOnlyDictionary<string, byte[]> found) => row.Share.Length == 0
        ? master.Unwrap(row.Stream, row.Wrapped) // of before keys were halved
        : found.TryGetValue(row.Share, out var share) ? Xor(master.Unwrap(row.Stream, row.Wrapped), share) : null;

    private static byte[] Xor(byte[] one, byte[] other)
    {
        var result = new byte[one.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (byte)(one[i] ^ other[i]);
        }

        return result;
    }

    private static byte[] Place(Guid stream, WordKind kind, Guid item, long version)
    {
        var place = new byte[16 + 4 + 16 + 8];
        stream.TryWriteBytes(place);
        BinaryPrimitives.WriteInt32LittleEndian(place.AsSpan(16), (int)kind);
        item.TryWriteBytes(place.AsSpan(20));
        BinaryPrimitives.WriteInt64LittleEndian(place.AsSpan(36), version);
        return place;
    }

    internal static byte[] Seal(byte[] key, byte[] place, byte[] plain)
    {
        var result = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(result.AsSpan(0, NonceBytes), plain, result.AsSpan(NonceBytes, plain.Length), result.AsSpan(NonceBytes + plain.Length), place);
        return result;
    }

    internal static byte[] Open(byte[] key, byte[] place, byte[] sealedBytes)
    {
        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes, plain.Length), sealedBytes.AsSpan(NonceBytes + plain.Length), plain, place);
        return plain;
    }
}

/// <summary>The stream's key was destroyed: its words and photos are gone for good.</summary>
public sealed class KeyErased() : Exception("consult.erased");

/// <summary>Unwrapped keys of streams in use, bounded. Thread-safe.</summary>
public sealed class StreamKeyCache
{
    private const int Most = 20_000;
    private readonly ConcurrentDictionary<Guid, byte[]> _keys = new();

    public byte[]? Get(Guid stream) => _keys.GetValueOrDefault(stream);

    public void Put(Guid stream, byte[] key)
    {
        if (_keys.Count >= Most)
        {
            _keys.Clear(); // cheap to refill: one row each
        }

        _keys[stream] = key;
    }

    public void Forget(Guid stream) => _keys.TryRemove(stream, out _);

    public void ForgetAll() => _keys.Clear();
}
