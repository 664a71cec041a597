using System.Diagnostics;
using Teleconsult.Benchmarks.Load;
using Teleconsult.Benchmarks.Report;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Benchmarks.Rows;

/// <summary>Rewriting a JPEG on one core, from memory to nowhere; and what it allocates at three sizes.</summary>
internal sealed class PhotoRewrite : IBenchmark
{
    private const int Rounds = 5;
    private const int Megabyte = 1 << 20;
    private static readonly int[] Sizes = [1, 8, 24];
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(700);

    public string Name => "rewrite";

    public Task<IReadOnlyList<Row>> RunAsync(string folder)
    {
        var photos = Sizes.Select(size => TestPhoto.Of(size * Megabyte)).ToArray();
        photos.ToList().ForEach(p => Measure(p)); // compiled code first
        var rates = photos.Select(_ => new List<double>()).ToArray();
        var allocated = new long[photos.Length];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < photos.Length; i++)
            {
                var (rate, bytes) = Measure(photos[i]);
                rates[i].Add(rate);
                allocated[i] = bytes;
            }
        }

        var slowest = rates.Min(Figures.Median);
        IReadOnlyList<Row> rows =
        [
            new Row(
                "JPEG rewrite on the server, one core (1, 8, 24 MB)", string.Join(", ", rates.Select(r => Figures.Short(Figures.Median(r)))) + " GB/s", "", "",
                ">= 1 GB/s", slowest >= 1),
            new Row(
                "the same: allocated for one photo (1, 8, 24 MB)", string.Join(", ", allocated.Select(a => $"{a} B")), "", "", "flat",
                allocated.Max() - allocated.Min() < 64 * 1024),
        ];
        return Task.FromResult(rows);
    }

    private static (double GigabytesPerSecond, long Allocated) Measure(TestPhoto photo)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        CanonicalPhoto.Rewrite(new MemoryStream(photo.Bytes, writable: false), Stream.Null);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        var count = 0;
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Each)
        {
            CanonicalPhoto.Rewrite(new MemoryStream(photo.Bytes, writable: false), Stream.Null);
            count++;
        }

        return (count * (double)photo.Bytes.Length / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e9, allocated);
    }
}
