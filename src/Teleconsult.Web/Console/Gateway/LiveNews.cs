using Teleconsult.Application.Ports;

namespace Teleconsult.Web.Console.Gateway;

/// <summary>What happened since the last time.</summary>
/// <param name="Notices">In the log's order; empty with <paramref name="Reload"/>.</param>
/// <param name="Reload">The thread of news was cut (restored database, changed access): look at everything again.</param>
public sealed record News(IReadOnlyList<Notice> Notices, bool Reload);

/// <summary>The log's live news for one screen. A notice is a hint to look again; what is shown is always asked anew.</summary>
public interface ILiveNews
{
    /// <summary>
    /// Calls <paramref name="tell"/> with what is new, never twice at once: what arrives meanwhile comes together in the next
    /// call. Ends when the result is disposed. The first call, with Reload, comes as soon as the news are flowing, so that
    /// what the screen loads then can miss nothing.
    /// </summary>
    IAsyncDisposable Follow(Func<News, Task> tell);
}

public sealed class LiveNews(IConsultFeed feed, CircuitPerson circuit, ILogger<LiveNews> log) : ILiveNews
{
    public IAsyncDisposable Follow(Func<News, Task> tell) => new Following(feed, circuit, log, tell);

    private sealed class Following : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Lock _gate = new();
        private readonly Task _reading;
        private List<Notice> _gathered = [];
        private bool _reload;
        private Task _telling = Task.CompletedTask;

        public Following(IConsultFeed feed, CircuitPerson circuit, ILogger log, Func<News, Task> tell) =>
            _reading = Read(feed, circuit, log, tell);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _reading;
            _stop.Dispose();
        }

        private async Task Read(IConsultFeed feed, CircuitPerson circuit, ILogger log, Func<News, Task> tell)
        {
            string? cursor = null;
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    var (actor, device) = await circuit.FindAsync(_stop.Token);
                    await using var notices = feed.FollowAsync(actor, device, cursor, _stop.Token).GetAsyncEnumerator(_stop.Token);
                    var next = notices.MoveNextAsync(); // from here on nothing is missed
                    if (cursor is null)
                    {
                        Gather(null, tell, log);
                    }

                    while (await next)
                    {
                        cursor = notices.Current.Cursor;
                        Gather(notices.Current, tell, log);
                        next = notices.MoveNextAsync();
                    }
                }
                catch (StaleCursor)
                {
                    cursor = null;
                }
                catch (OperationCanceledException)
                {
                    return;
                }
                catch (Exception failure)
                {
                    log.LogWarning(failure, "Live news were cut; trying again");
                    await Task.Delay(TimeSpan.FromSeconds(2), _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                }
            }
        }

        private void Gather(Notice? notice, Func<News, Task> tell, ILogger log)
        {
            lock (_gate)
            {
                _reload |= notice is null;
                if (notice is not null)
                {
                    _gathered.Add(notice);
                }

                if (_telling.IsCompleted)
                {
                    _telling = Task.Run(() => Tell(tell, log));
                }
            }
        }

        private async Task Tell(Func<News, Task> tell, ILogger log)
        {
            while (true)
            {
                News news;
                lock (_gate)
                {
                    if (_gathered.Count == 0 && !_reload)
                    {
                        _telling = Task.CompletedTask;
                        return;
                    }

                    news = new News(_reload ? [] : _gathered, _reload);
                    _gathered = [];
                    _reload = false;
                }

                try
                {
                    await tell(news);
                }
                catch (Exception failure) when (failure is ObjectDisposedException or OperationCanceledException)
                {
                    return;
                }
                catch (Exception failure)
                {
                    log.LogWarning(failure, "A screen could not take its news");
                }
            }
        }
    }
}
