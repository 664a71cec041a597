using Teleconsult.Benchmarks.Hosts;
using Teleconsult.Benchmarks.Load;
using Teleconsult.Benchmarks.Report;

namespace Teleconsult.Benchmarks.Rows;

/// <summary>A consult and its photo of 300 KB, stored durably, 8 at a time, against the floor.</summary>
internal sealed class DurableConsult : IBenchmark
{
    private const int Workers = 8;
    private const int Rounds = 5;
    private const int Each = 400;
    private const int WarmUp = 2_000; // until the runtime has compiled its last form of the code
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MostWarmUp = TimeSpan.FromSeconds(60);

    public string Name => "consult";

    public async Task<IReadOnlyList<Row>> RunAsync(string folder)
    {
        var photo = TestPhoto.Of(300 * 1024);
        await using var floor = await Server.StartAsync(FloorServer.Mode, Path.Combine(folder, "floor"));
        await using var ours = await OurHost.StartAsync(Path.Combine(folder, "ours"));
        using var bare = new Phone(floor.Address, null, default);

        List<(LoadResult Floor, LoadResult Ours)> rounds = [];
        await LoadAsync(bare, photo, WarmUp, MostWarmUp);
        await LoadAsync(ours.Phones, photo, WarmUp, MostWarmUp);
        var (floorBefore, oursBefore) = (floor.Worked, ours.Worked);
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add((await LoadAsync(bare, photo, Each), await LoadAsync(ours.Phones, photo, Each)));
        }

        var floorWork = (floor.Worked - floorBefore).TotalMilliseconds / rounds.Sum(r => r.Floor.Count);
        var oursWork = (ours.Worked - oursBefore).TotalMilliseconds / rounds.Sum(r => r.Ours.Count);
        var rate = Figures.Median(rounds.Select(r => r.Ours.Rate / r.Floor.Rate));
        var p99 = Figures.Median(rounds.Select(r => r.Ours.P99 / r.Floor.P99));
        return
        [
            new Row(
                "Durable consult + 300 KB photo, 8 at a time: rate", $"{Figures.Short(Figures.Median(rounds.Select(r => r.Ours.Rate)))}/s",
                $"floor {Figures.Short(Figures.Median(rounds.Select(r => r.Floor.Rate)))}/s", Figures.Times(rate), ">= 0.5x", rate >= 0.5),
            new Row(
                "the same: p99", Figures.Milliseconds(Figures.Median(rounds.Select(r => r.Ours.P99))),
                $"floor {Figures.Milliseconds(Figures.Median(rounds.Select(r => r.Floor.P99)))}", Figures.Times(p99), "<= 2x", p99 <= 2),
            new Row(
                "the same: processor time of the host for one", Figures.Milliseconds(oursWork), "floor " + Figures.Milliseconds(floorWork),
                Figures.Times(oursWork / floorWork), "", null),
        ];
    }

    private static Task<LoadResult> LoadAsync(Phone bare, TestPhoto photo, int count, TimeSpan? most = null)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        return ClosedLoop.RunAsync(Workers, count, most ?? Most, i => bare.PutPhotoAsync(ids[i], photo));
    }

    private static Task<LoadResult> LoadAsync(IReadOnlyList<Phone> phones, TestPhoto photo, int count, TimeSpan? most = null)
    {
        var cases = Enumerable.Range(0, count).Select(i => phones[i % phones.Count].Prepare(photo)).ToArray();
        return ClosedLoop.RunAsync(Workers, count, most ?? Most, i => StoreAsync(phones[i % phones.Count], cases[i], photo));
    }

    private static async Task StoreAsync(Phone phone, PreparedCase prepared, TestPhoto photo)
    {
        await phone.SubmitAsync(prepared);
        await phone.UploadAsync(prepared, photo);
    }
}
