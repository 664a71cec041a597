using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Security;

/// <summary>
/// Shares are made many at a time, before anybody needs them: a batch costs one durable write, a share none. A batch belongs to the
/// process that made it, so no two processes give the same share; what a process leaves unused is never used.
/// </summary>
internal sealed partial class KeyShareBatch
{
    public const int Size = 32;
    public const int Count = 1024;

    private int _given = -1;

    private KeyShareBatch(string name, byte[] bytes) => (Name, Bytes) = (name, bytes);

    public string Name { get; }

    public byte[] Bytes { get; }

    public static KeyShareBatch Make() => new(Guid.CreateVersion7().ToString("n"), RandomNumberGenerator.GetBytes(Size * Count));

    /// <summary>The next share; null when all are given.</summary>
    public KeyShare? Take()
    {
        var slot = Interlocked.Increment(ref _given);
        return slot < Count ? new KeyShare(string.Create(CultureInfo.InvariantCulture, $"{Name}.{slot}"), Bytes[(slot * Size)..((slot + 1) * Size)]) : null;
    }

    /// <exception cref="KeySharesUnavailable">No place of ours.</exception>
    public static (string Batch, int Slot) Parse(string place)
    {
        var match = Place.Match(place);
        return match.Success && int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) is var slot and < Count
            ? (match.Groups[1].Value, slot)
            : throw new KeySharesUnavailable($"\"{place}\" is no place of a key's share.");
    }

    /// <summary>Zeros were never given: they say that the share was erased.</summary>
    public static bool IsErased(ReadOnlySpan<byte> share) => !share.ContainsAnyExcept((byte)0);

    [GeneratedRegex(@"^([0-9a-f]{32})\.([0-9]{1,4})\z")]
    private static partial Regex Place { get; }
}

/// <summary>Gives shares from a batch in memory, and makes the next batch durable before the first of it is given.</summary>
internal abstract class KeyShareStore : IKeyShares, IDisposable
{
    private readonly SemaphoreSlim _making = new(1, 1);
    private KeyShareBatch? _batch;

    public async ValueTask<KeyShare> NewAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var batch = Volatile.Read(ref _batch);
            if (batch?.Take() is { } share)
            {
                return share;
            }

            await _making.WaitAsync(cancellationToken);
            try
            {
                if (ReferenceEquals(batch, _batch))
                {
                    var next = KeyShareBatch.Make();
                    await KeepAsync(next, cancellationToken);
                    Volatile.Write(ref _batch, next);
                }
            }
            finally
            {
                _making.Release();
            }
        }
    }

    public async ValueTask<IReadOnlyDictionary<string, byte[]>> ReadAsync(IReadOnlyCollection<string> places, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, byte[]>(places.Count);
        foreach (var batch in places.Distinct().Select(p => (Place: p, At: KeyShareBatch.Parse(p))).GroupBy(p => p.At.Batch))
        {
            var shares = await ReadAsync(batch.Key, [.. batch.Select(b => b.At.Slot)], cancellationToken);
            foreach (var (place, at) in batch)
            {
                if (!KeyShareBatch.IsErased(shares[at.Slot]))
                {
                    found[place] = shares[at.Slot];
                }
            }
        }

        return found;
    }

    public Task EraseAsync(string place, CancellationToken cancellationToken)
    {
        var (batch, slot) = KeyShareBatch.Parse(place);
        return EraseAsync(batch, slot, cancellationToken);
    }

    public void Dispose() => _making.Dispose();

    protected abstract Task KeepAsync(KeyShareBatch batch, CancellationToken cancellationToken);

    protected abstract Task<IReadOnlyDictionary<int, byte[]>> ReadAsync(string batch, IReadOnlyList<int> slots, CancellationToken cancellationToken);

    protected abstract Task EraseAsync(string batch, int slot, CancellationToken cancellationToken);
}
