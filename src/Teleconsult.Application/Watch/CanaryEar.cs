using Teleconsult.Application.Ports;
using Teleconsult.Domain;

namespace Teleconsult.Application.Watch;

/// <summary>Follows the log's news as a screen does, and remembers how far it has heard of one case. Thread-safe.</summary>
internal sealed class CanaryEar : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _following;
    private long _heard;

    public CanaryEar(IConsultFeed feed, ConsultId consult, string cursor)
    {
        Consult = consult;
        _following = Task.Run(() => FollowAsync(feed, consult, cursor));
    }

    public ConsultId Consult { get; }

    /// <summary>The newest version of the case that news came of; 0: none yet.</summary>
    public long Heard => Interlocked.Read(ref _heard);

    /// <summary>The log's epoch ended while it listened: what it waits for will never come.</summary>
    public bool IsLost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leaving.Dispose();
    }

    private async Task FollowAsync(IConsultFeed feed, ConsultId consult, string cursor)
    {
        try
        {
            await foreach (var notice in feed.FollowAsync(CanaryNetwork.Keeper, null, cursor, _leaving.Token))
            {
                if (notice.Consult == consult.Value)
                {
                    Interlocked.Exchange(ref _heard, notice.Version);
                }
            }
        }
        catch (StaleCursor)
        {
            IsLost = true;
        }
    }
}
