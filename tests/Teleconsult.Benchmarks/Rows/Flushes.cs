using System.Diagnostics;
using Teleconsult.Benchmarks.Hosts;
using Teleconsult.Benchmarks.Load;
using Teleconsult.Benchmarks.Report;

namespace Teleconsult.Benchmarks.Rows;

/// <summary>
/// How often the host asks the disk to flush for one accepted consult with one photo: all calls of all its threads, those of
/// readers and checkpoints in the background included.
/// </summary>
internal sealed class Flushes : IBenchmark
{
    private const int Alone = 25;
    private const int Together = 960;
    private const int Workers = 32;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    public string Name => "flushes";

    public async Task<IReadOnlyList<Row>> RunAsync(string folder)
    {
        if (!File.Exists("/usr/bin/strace"))
        {
            return [new Row("fsyncs for a consult with one photo", "not measured: strace is missing (apt-get install strace)", "", "", "<= 4 alone", null)];
        }

        var photo = TestPhoto.Of(300 * 1024);
        await using var host = await OurHost.StartAsync(Path.Combine(folder, "ours"));
        await StoreAsync(host, photo, 1_000, 8, TimeSpan.Zero); // folders of this hour, first block of numbers, compiled code

        var alone = await CountAsync(host, folder, () => StoreAsync(host, photo, Alone, 1, TimeSpan.FromMilliseconds(150)));
        var together = await CountAsync(host, folder, () => StoreAsync(host, photo, Together, Workers, TimeSpan.Zero));
        return
        [
            RowOf("fsyncs for a consult with one photo, alone", alone, Alone, 4),
            RowOf("the same, 32 at a time", together, Together, 2),
        ];
    }

    private static Row RowOf(string work, IReadOnlyDictionary<string, int> flushes, int consults, int goal)
    {
        var each = flushes.Values.Sum() / (double)consults;
        var parts = string.Join(", ", flushes.OrderByDescending(f => f.Value).Select(f => $"{f.Key} {Figures.Short(f.Value / (double)consults)}"));
        return new Row(work, $"{Figures.Short(each)} ({parts})", "", "", $"<= {goal}", Math.Round(each, 2) <= goal);
    }

    private static Task<LoadResult> StoreAsync(OurHost host, TestPhoto photo, int count, int workers, TimeSpan pause)
    {
        var cases = Enumerable.Range(0, count).Select(i => host.Phones[i % host.Phones.Count].Prepare(photo)).ToArray();
        return ClosedLoop.RunAsync(workers, count, Most, async i =>
        {
            var phone = host.Phones[i % host.Phones.Count];
            await phone.SubmitAsync(cases[i]);
            await phone.UploadAsync(cases[i], photo);
            await Task.Delay(pause);
        });
    }

    private static async Task<IReadOnlyDictionary<string, int>> CountAsync(OurHost host, string folder, Func<Task<LoadResult>> work)
    {
        var output = Path.Combine(folder, Path.GetRandomFileName());
        await using (var strace = ChildProcess.Start(
            "strace", ["-f", "-y", "-e", "trace=fsync,fdatasync,sync_file_range,msync", "-o", output, "-p", $"{host.ProcessId}"]))
        {
            await AttachedAsync(strace);
            await work();
            await Task.Delay(TimeSpan.FromSeconds(3)); // what readers of the log flush belongs to it
            using var interrupt = Process.Start("kill", ["-INT", $"{strace.Id}"]); // lets go of the host and writes the rest
            await strace.WaitAsync(CancellationToken.None);
        }

        // "12345 fsync(17</folder/file>) = 0"; a call that another thread interrupts has a second line that says "resumed".
        return File.ReadLines(output).Where(l => l.Contains("sync", StringComparison.Ordinal) && l.Contains('<') && !l.Contains("resumed>", StringComparison.Ordinal))
            .GroupBy(KindOf).ToDictionary(g => g.Key, g => g.Count());
    }

    private static async Task AttachedAsync(ChildProcess strace)
    {
        for (var i = 0; i < 50 && !strace.LastWords.Contains("attached", StringComparison.Ordinal); i++)
        {
            await Task.Delay(100);
            if (strace.HasExited)
            {
                throw new InvalidOperationException($"strace cannot look into the host: {strace.LastWords}");
            }
        }

        await Task.Delay(200);
    }

    private static string KindOf(string line)
    {
        var path = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..];
        path = path[..path.IndexOf('>', StringComparison.Ordinal)];
        return path.EndsWith("-wal", StringComparison.Ordinal) ? "log of the database"
            : path.EndsWith(".db", StringComparison.Ordinal) ? "database"
            : path.Contains("/.incoming/", StringComparison.Ordinal) ? "photo"
            : Directory.Exists(path) ? "folder"
            : "other";
    }
}
