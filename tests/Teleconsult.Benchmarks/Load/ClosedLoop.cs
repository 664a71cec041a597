using System.Diagnostics;
using Teleconsult.Benchmarks.Report;

namespace Teleconsult.Benchmarks.Load;

/// <summary>Some workers that each do the next piece of work as soon as they have done one; bounded in count and in time.</summary>
internal static class ClosedLoop
{
    /// <param name="work">The index of the piece of work; each is given once.</param>
    public static async Task<LoadResult> RunAsync(int workers, int count, TimeSpan most, Func<int, Task> work)
    {
        var next = -1;
        var took = new double[count];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var done = Math.Min(next + 1, count);
        return new LoadResult(elapsed, took.Where(t => t > 0).ToArray(), done);

        async Task WorkAsync()
        {
            int mine;
            while (Stopwatch.GetElapsedTime(started) < most && (mine = Interlocked.Increment(ref next)) < count)
            {
                var from = Stopwatch.GetTimestamp();
                await work(mine);
                took[mine] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            }
        }
    }
}

/// <param name="Took">Milliseconds of each piece of work.</param>
internal sealed record LoadResult(TimeSpan Elapsed, double[] Took, int Count)
{
    public double Rate => Took.Length / Elapsed.TotalSeconds;

    public double P50 => Figures.Percentile(Took, 0.50);

    public double P99 => Figures.Percentile(Took, 0.99);
}
