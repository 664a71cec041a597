using System.Collections.Concurrent;
using System.Diagnostics;
using Teleconsult.Benchmarks.Hosts;
using Teleconsult.Benchmarks.Load;
using Teleconsult.Benchmarks.Report;

namespace Teleconsult.Benchmarks.Rows;

/// <summary>
/// From the start of the submission to its notice on a screen that is open, over the hub. The bare hub takes the same body from
/// the same client and tells of it without storing anything.
/// </summary>
internal sealed class SubmitToScreen : IBenchmark
{
    private const int Rounds = 5;
    private const int Each = 600;
    private const int WarmUp = 3_000;
    private const int Submitters = 8;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(4);

    public string Name => "screen";

    public async Task<IReadOnlyList<Row>> RunAsync(string folder)
    {
        var photo = TestPhoto.Of(300 * 1024); // announced only: the case goes ahead of its photo
        await using var bare = await Server.StartAsync(BareHubServer.Mode);
        await using var ours = await OurHost.StartAsync(folder);
        using var barePhone = new Phone(bare.Address, null, default);
        await using var bareScreen = await HubListener.OpenAsync(bare.Address, null);
        await using var ourScreen = await HubListener.OpenAsync(ours.Address, ours.SpecialistToken);

        List<(Samples Bare, Samples Idle, Samples Busy)> rounds = [];
        await MeasureAsync(bareScreen, Submitters, Prepare([barePhone], photo, WarmUp));
        await MeasureAsync(ourScreen, Submitters, Prepare(ours.Phones, photo, WarmUp));
        for (var round = 0; round < Rounds; round++)
        {
            var onBare = await MeasureAsync(bareScreen, 1, Prepare([barePhone], photo, Each));
            var idle = await MeasureAsync(ourScreen, 1, Prepare(ours.Phones, photo, Each));
            var busy = await MeasureAsync(ourScreen, Submitters, Prepare(ours.Phones, photo, Each));
            rounds.Add((onBare, idle, busy));
        }

        return Report(rounds);
    }

    private static IReadOnlyList<Row> Report(List<(Samples Bare, Samples Idle, Samples Busy)> rounds)
    {
        var idle = Figures.Median(rounds.Select(r => r.Idle.P99 / r.Bare.P99));
        var busy = Figures.Median(rounds.Select(r => r.Busy.P99 / r.Idle.P99));
        var sent = rounds.Sum(r => r.Idle.Sent + r.Busy.Sent);
        var heard = rounds.Sum(r => r.Idle.Took.Length + r.Busy.Took.Length);
        return
        [
            new Row(
                "Submit to open screen (hub), idle: p99", Spell(rounds.Select(r => r.Idle)), "bare hub " + Spell(rounds.Select(r => r.Bare)),
                Figures.Times(idle), "<= 3x", idle <= 3),
            new Row(
                "the same, 8 submitters: p99", Spell(rounds.Select(r => r.Busy)), "own idle " + Spell(rounds.Select(r => r.Idle)),
                Figures.Times(busy), "<= 5x", busy <= 5),
            new Row("the same: delivered", $"{heard} of {sent}", "", "", "100 %", heard == sent && sent >= 1_000),
        ];
    }

    /// <summary>p99, and p50 in brackets.</summary>
    private static string Spell(IEnumerable<Samples> rounds) =>
        $"{Figures.Milliseconds(Figures.Median(rounds.Select(r => r.P99)))} (p50 {Figures.Short(Figures.Median(rounds.Select(r => r.P50)))})";

    private static (Phone Phone, PreparedCase Case)[] Prepare(IReadOnlyList<Phone> phones, TestPhoto photo, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (phones[i % phones.Count], phones[i % phones.Count].Prepare(photo)))];

    private static async Task<Samples> MeasureAsync(HubListener screen, int workers, (Phone Phone, PreparedCase Case)[] work)
    {
        var took = new ConcurrentBag<double>();
        var load = await ClosedLoop.RunAsync(workers, work.Length, Most, async i =>
        {
            var (phone, prepared) = work[i];
            var from = Stopwatch.GetTimestamp();
            await phone.SubmitAsync(prepared);
            try
            {
                took.Add(Stopwatch.GetElapsedTime(from, await screen.HeardAsync(prepared.Id, Lost)).TotalMilliseconds);
            }
            catch (TimeoutException)
            {
                // Counted as sent and not delivered.
            }

            if (workers == 1)
            {
                await Task.Delay(Between); // idle: one case has settled before the next comes
            }
        });
        return new Samples([.. took], load.Count);
    }

    /// <param name="Took">Milliseconds of those that arrived.</param>
    private sealed record Samples(double[] Took, int Sent)
    {
        public double P50 => Figures.Percentile(Took, 0.50);

        public double P99 => Figures.Percentile(Took, 0.99);
    }
}
