using System.Globalization;
using Teleconsult.Benchmarks.Hosts;
using Teleconsult.Benchmarks.Load;
using Teleconsult.Benchmarks.Report;

namespace Teleconsult.Benchmarks.Rows;

/// <summary>What a phone sends for a photo, headers included, against the photo's own bytes.</summary>
internal sealed class UploadBytes : IBenchmark
{
    public string Name => "wire";

    public async Task<IReadOnlyList<Row>> RunAsync(string folder)
    {
        await using var host = await OurHost.StartAsync(folder);
        return
        [
            await MeasureAsync(host, "Bytes on the wire, upload of 300 KB", 300 * 1024, 1.01),
            await MeasureAsync(host, "the same, 5 MB", 5 << 20, 1.005),
        ];
    }

    private static async Task<Row> MeasureAsync(OurHost host, string work, int length, double goal)
    {
        var photo = TestPhoto.Of(length);
        var phone = host.Phones[0];
        var prepared = phone.Prepare(photo);
        await phone.SubmitAsync(prepared);

        await using var proxy = new CountingProxy(host.Address);
        using var through = phone.Through(proxy.Address);
        await through.UploadAsync(prepared, photo);
        var ratio = proxy.Up / (double)length;
        return new Row(
            work, $"{proxy.Up:N0} B sent, {proxy.Down:N0} B back", $"payload {length:N0} B", ratio.ToString("0.0000", CultureInfo.InvariantCulture) + "x",
            $"<= {goal.ToString(CultureInfo.InvariantCulture)}x", ratio <= goal);
    }
}
