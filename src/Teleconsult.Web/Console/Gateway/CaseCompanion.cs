using Teleconsult.Application.Live;

namespace Teleconsult.Web.Console.Gateway;

/// <summary>Who else has a case open, for one screen; tests of components answer in its place.</summary>
public interface ICaseCompanion
{
    /// <summary>
    /// From now on <paramref name="tell"/> hears what others do with the case, and they see that this screen has it open, until the
    /// result is disposed. A case that the person may not see: nothing happens.
    /// </summary>
    IAsyncDisposable Enter(Guid consult, Func<CaseCompany, Task> tell);

    /// <summary>Somebody types at this screen. Often said is seldom told.</summary>
    Task Typing(Guid consult);
}

public sealed class CaseCompanion(CaseSignals signals, CircuitPerson circuit, TimeProvider clock, ILogger<CaseCompanion> log) : ICaseCompanion
{
    /// <summary>Well within the time for which presence lasts.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(15);

    public IAsyncDisposable Enter(Guid consult, Func<CaseCompany, Task> tell)
    {
        var leaving = new CancellationTokenSource();
        var key = new object();
        return new Visit(leaving, StayAsync(consult, key, tell, leaving.Token), () =>
        {
            signals.Leave(consult, key);
            return SayAsync(consult, SignalKind.Away, CancellationToken.None);
        });
    }

    public Task Typing(Guid consult) => SayAsync(consult, SignalKind.Typing, CancellationToken.None);

    private async Task StayAsync(Guid consult, object key, Func<CaseCompany, Task> tell, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Again, clock);
            var listens = false;
            do
            {
                if (await SayAsync(consult, SignalKind.Present, cancellationToken) && !listens)
                {
                    var (actor, _) = await circuit.FindAsync(cancellationToken);
                    await signals.ListenAsync(consult, actor, key, tell, cancellationToken);
                    listens = true;
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception failure)
        {
            log.LogDebug(failure, "Presence ended");
        }
    }

    /// <summary>Company is a comfort, never a condition: without it everything else works.</summary>
    private async Task<bool> SayAsync(Guid consult, SignalKind kind, CancellationToken cancellationToken)
    {
        try
        {
            var (actor, _) = await circuit.FindAsync(cancellationToken);
            return await signals.TrySayAsync(actor, consult, kind, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogDebug(failure, "Presence could not be told");
            return false;
        }
    }

    private sealed class Visit(CancellationTokenSource leaving, Task staying, Func<Task> away) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await leaving.CancelAsync();
            await staying;
            await away();
            leaving.Dispose();
        }
    }
}
