using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Teleconsult.Benchmarks.Hosts;
using Teleconsult.Benchmarks.Load;
using Teleconsult.Benchmarks.Report;

namespace Teleconsult.Benchmarks.Rows;

/// <summary>
/// The field app opened for the first time: bytes until a person can sign in (shell and one language), as Chromium counts them
/// on the wire, and everything that follows until the app can work offline, as a proxy before the host counts it.
/// </summary>
internal sealed class FirstLoad : IBenchmark
{
    private const long Goal = 60 * 1024;

    public string Name => "field";

    public async Task<IReadOnlyList<Row>> RunAsync(string folder)
    {
        if (!Browser.IsHere)
        {
            return [new Row("Field app, first load", "not measured: Chromium is missing", "", "", "<= 60 KB", null)];
        }

        await using var host = await OurHost.StartAsync(folder);
        await using var proxy = new CountingProxy(host.Address);
        await using var browser = await Browser.StartAsync();
        await using var profile = await browser.NewProfileAsync(360, 640);
        var page = await profile.NewPageAsync();
        var transfers = await ListenAsync(profile, page);

        await page.GotoAsync(new Uri(proxy.Address, "field/").ToString());
        await page.Locator("input[type=password]").WaitForAsync();
        var shell = transfers.ToArray();
        await QuietAsync(proxy);

        var bytes = shell.Sum(t => t.Bytes);
        var largest = string.Join(", ", shell.OrderByDescending(t => t.Bytes).Take(20).Select(t => $"{t.Name} {Kilobytes(t.Bytes)}"));
        return
        [
            new Row("Field app, first load: shell and one language", $"{Kilobytes(bytes)} in {shell.Length} files ({largest})", "", "", "<= 60 KB", bytes <= Goal),
            Row.Info("the same: what follows until it works offline", Kilobytes(proxy.Down - bytes)),
        ];
    }

    private static string Kilobytes(long bytes) => Figures.Short(bytes / 1024.0) + " KB";

    private static async Task<ConcurrentBag<Transfer>> ListenAsync(IBrowserContext profile, IPage page)
    {
        var transfers = new ConcurrentBag<Transfer>();
        var names = new ConcurrentDictionary<string, string>();
        var session = await profile.NewCDPSessionAsync(page);
        session.Event("Network.responseReceived").OnEvent += (_, e) =>
            names[e!.Value.GetProperty("requestId").GetString()!] = NameOf(e.Value.GetProperty("response").GetProperty("url").GetString()!);
        session.Event("Network.loadingFinished").OnEvent += (_, e) =>
            transfers.Add(new Transfer(
                names.GetValueOrDefault(e!.Value.GetProperty("requestId").GetString()!, "?"), (long)e.Value.GetProperty("encodedDataLength").GetDouble()));
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.setCacheDisabled", new Dictionary<string, object> { ["cacheDisabled"] = false });
        return transfers;
    }

    private static string NameOf(string url) => new Uri(url).Segments[^1].TrimEnd('/') is { Length: > 0 } name ? name : "/";

    /// <summary>Waits until nothing has come for three seconds.</summary>
    private static async Task QuietAsync(CountingProxy proxy)
    {
        for (var last = -1L; last != proxy.Down; await Task.Delay(3_000))
        {
            last = proxy.Down;
        }
    }

    private sealed record Transfer(string Name, long Bytes);
}
