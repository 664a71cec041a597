using Teleconsult.Benchmarks.Hosts;
using Teleconsult.Benchmarks.Load;
using Teleconsult.Benchmarks.Report;

namespace Teleconsult.Benchmarks.Rows;

/// <summary>
/// The upload of a photo whose case is there already, 8 at a time, beside npm's <c>@tus/server</c>. Ours checks, rewrites, encrypts and
/// flushes the photo and tells the case; theirs writes a file and flushes nothing.
/// </summary>
internal sealed class UploadAlone : IBenchmark
{
    private const int Workers = 8;
    private const int Rounds = 5;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(20);

    public string Name => "upload";

    public async Task<IReadOnlyList<Row>> RunAsync(string folder)
    {
        await using var theirs = await TusServer.StartAsync(Path.Combine(folder, "theirs"));
        await using var ours = await OurHost.StartAsync(Path.Combine(folder, "ours"));
        using var bare = new Phone(theirs.Address, null, default);
        return
        [
            .. await MeasureAsync(ours, theirs, bare, "300 KB", TestPhoto.Of(300 * 1024), warmUp: 1_500, each: 300, isSmall: true),
            .. await MeasureAsync(ours, theirs, bare, "5 MB", TestPhoto.Of(5 << 20), warmUp: 40, each: 30, isSmall: false),
        ];
    }

    private static async Task<IReadOnlyList<Row>> MeasureAsync(
        OurHost ours, TusServer theirs, Phone bare, string size, TestPhoto photo, int warmUp, int each, bool isSmall)
    {
        await OursAsync(ours, photo, warmUp);
        await TheirsAsync(bare, photo, warmUp);
        List<(double Rate, double Work, LoadResult Ours, LoadResult Theirs, double OurWork, double TheirWork)> rounds = [];
        for (var round = 0; round < Rounds; round++)
        {
            var (mine, myWork) = await OursAsync(ours, photo, each);
            var before = theirs.Worked;
            var other = await TheirsAsync(bare, photo, each);
            var theirWork = (theirs.Worked - before).TotalMilliseconds / other.Count;
            rounds.Add((mine.Rate / other.Rate, myWork / theirWork, mine, other, myWork, theirWork));
        }

        var rate = Figures.Median(rounds.Select(r => r.Rate));
        var work = Figures.Median(rounds.Select(r => r.Work));
        return
        [
            new Row(
                $"Upload alone, {size}, 8 at a time: rate", $"{Figures.Short(Figures.Median(rounds.Select(r => r.Ours.Rate)))}/s",
                $"@tus/server {Figures.Short(Figures.Median(rounds.Select(r => r.Theirs.Rate)))}/s", Figures.Times(rate), isSmall ? ">= 1.5x" : "", isSmall ? rate >= 1.5 : null),
            new Row(
                "the same: processor time of the server for one", Figures.Milliseconds(Figures.Median(rounds.Select(r => r.OurWork))),
                "@tus/server " + Figures.Milliseconds(Figures.Median(rounds.Select(r => r.TheirWork))), Figures.Times(work), isSmall ? "<= 0.5x" : "<= 1x",
                work <= (isSmall ? 0.5 : 1)),
        ];
    }

    /// <summary>The cases are stored first: only their photos are timed.</summary>
    private static async Task<(LoadResult Load, double Work)> OursAsync(OurHost ours, TestPhoto photo, int count)
    {
        var cases = Enumerable.Range(0, count).Select(i => (Phone: ours.Phones[i % ours.Phones.Count], Case: ours.Phones[i % ours.Phones.Count].Prepare(photo))).ToArray();
        await ClosedLoop.RunAsync(Workers, count, TimeSpan.FromMinutes(2), i => cases[i].Phone.SubmitAsync(cases[i].Case));
        var before = ours.Worked;
        var load = await ClosedLoop.RunAsync(Workers, count, Most, i => cases[i].Phone.UploadAsync(cases[i].Case, photo));
        return (load, (ours.Worked - before).TotalMilliseconds / load.Count);
    }

    private static Task<LoadResult> TheirsAsync(Phone bare, TestPhoto photo, int count)
    {
        var cases = Enumerable.Range(0, count).Select(_ => bare.Prepare(photo)).ToArray();
        return ClosedLoop.RunAsync(Workers, count, Most, i => bare.UploadAsync(cases[i], photo));
    }
}
