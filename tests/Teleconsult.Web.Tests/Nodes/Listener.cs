using System.Collections.Concurrent;
using System.Net.WebSockets;
using Teleconsult.Web.Tests.Hubs;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Nodes;

/// <summary>Somebody who follows the log by the hub, and comes again with the last cursor when the line breaks.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<(string Consult, string Type, long Version)> _heard = new();
    private readonly Task _listening;
    private int _lines;

    public Listener(Uri address, Caller who, string cursor) => _listening = ListenAsync(address, who.Token, cursor);

    public IReadOnlyList<(string Consult, string Type, long Version)> Heard => [.. _heard];

    /// <summary>How often a line was opened.</summary>
    public int Lines => Volatile.Read(ref _lines);

    /// <summary>Waits until this has been heard of all these cases.</summary>
    public async Task HearsAsync(string type, IReadOnlyCollection<Guid> consults)
    {
        var wanted = consults.Select(c => c.ToString()).ToHashSet();
        for (var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds; ; await Task.Delay(50))
        {
            var missing = wanted.Except(_heard.Where(h => h.Type == type).Select(h => h.Consult)).ToList();
            if (missing.Count == 0)
            {
                return;
            }

            Assert.True(Environment.TickCount64 < until, $"{type} was never heard of {missing.Count} of {wanted.Count} cases.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _listening;
        _end.Dispose();
    }

    private async Task ListenAsync(Uri address, string token, string cursor)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await using var hub = await HubSocket.OpenAsync(address, token);
                Interlocked.Increment(ref _lines);
                await hub.FollowAsync(cursor);
                while (true)
                {
                    var notice = await hub.NoticeAsync().WaitAsync(_end.Token);
                    cursor = notice["cursor"]!.ToString();
                    _heard.Enqueue((notice["consult"]!.ToString(), notice["type"]!.ToString(), notice["version"]!.GetValue<long>()));
                }
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or EndOfStreamException)
            {
                await Task.Delay(50); // the node is gone: again, by the balancer
            }
        }
    }
}
