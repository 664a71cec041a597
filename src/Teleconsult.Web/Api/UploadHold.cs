using Teleconsult.Application.Photos;
using Teleconsult.Infrastructure.Photos.Uploads;

namespace Teleconsult.Web.Api;

/// <summary>
/// Shows other nodes that this one is reading an upload, and notices when one of them takes it. An upload that is over within two
/// seconds never writes a row.
/// </summary>
internal sealed class UploadHold : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _beating;

    public UploadHold(IServiceScopeFactory scopes, TimeProvider clock, UploadTarget target, string node, UploadPart part, UploadWriters.Turn turn) =>
        _beating = BeatAsync(scopes, clock, target, node, part, turn);

    /// <summary>Another node writes now: its row must not be touched.</summary>
    public bool IsLost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _beating;
        _end.Dispose();
    }

    private async Task BeatAsync(
        IServiceScopeFactory scopes, TimeProvider clock, UploadTarget target, string node, UploadPart part, UploadWriters.Turn turn)
    {
        try
        {
            using var timer = new PeriodicTimer(Beat, clock);
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                await using var scope = scopes.CreateAsyncScope();
                var ledger = scope.ServiceProvider.GetRequiredService<UploadLedger>();
                if (!await ledger.KeepAsync(target, node, part.Length, _end.Token))
                {
                    IsLost = true;
                    turn.Stop();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The request has come to its end.
        }
    }
}
