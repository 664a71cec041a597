using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Playwright;
using Teleconsult.Benchmarks.Hosts;
using Teleconsult.Benchmarks.Load;
using Teleconsult.Benchmarks.Report;

namespace Teleconsult.Benchmarks.Rows;

/// <summary>
/// The console's worklist in a real Chromium: from the submission to the line on the screen, bytes on the wire for a change of the
/// queue, and managed memory of a circuit.
/// </summary>
internal sealed class ConsoleScreen : IBenchmark
{
    private const int Samples = 60;
    private const int Circuits = 12;
    private const int BytesGoal = 1_024;
    private const int MemoryGoal = 330 * 1024;

    // Times of lines as they come into the page, by the clock that this program reads too.
    private const string Watch =
        """
        () => {
          window.seen = {};
          const look = node => {
            if (node.nodeType === 1)
              for (const row of node.matches('.case-row') ? [node] : node.querySelectorAll('.case-row'))
                window.seen[row.id] ??= performance.timeOrigin + performance.now();
          };
          new MutationObserver(changes => changes.forEach(c => { c.addedNodes.forEach(look); if (c.target.matches?.('.case-row')) look(c.target); }))
            .observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['id'] });
        }
        """;

    public string Name => "console";

    public async Task<IReadOnlyList<Row>> RunAsync(string folder)
    {
        if (!Browser.IsHere)
        {
            return [new Row("Console", "not measured: Chromium is missing", "", "", "", null)];
        }

        var socket = Path.Combine(folder, "memory");
        var variables = new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(ConsoleScreen).Assembly.Location,
            [StartupHook.SocketVariable] = socket,
        };
        await using var host = await OurHost.StartAsync(Path.Combine(folder, "ours"), variables);
        await using var proxy = new CountingProxy(host.Address);
        await using var browser = await Browser.StartAsync();
        await using var profile = await browser.NewProfileAsync(1440, 900);
        var page = await SignInAsync(profile, proxy.Address);

        var photo = TestPhoto.Of(300 * 1024);
        var latency = await LatencyAsync(page, host, photo);
        var (arrives, stored) = await WireAsync(host, proxy, photo);
        var memory = await MemoryAsync(profile, proxy.Address, socket);
        return
        [
            Row.Info(
                "Submit to the line on a console screen (Chromium)",
                $"p50 {Figures.Milliseconds(Figures.Percentile(latency, 0.5))}, p99 {Figures.Milliseconds(Figures.Percentile(latency, 0.99))} of {latency.Count}"),
            new Row("Console: bytes for a queue change (a photo was stored)", $"{stored} B", "minimal app 713 B", "", "<= 1 KB", stored <= BytesGoal),
            Row.Info("the same: a new case comes", $"{arrives} B"),
            new Row("Console: managed memory of a circuit", $"{memory / 1024} KB", "minimal app 222 KB", "", "<= 330 KB", memory <= MemoryGoal),
        ];
    }

    private static async Task<IPage> SignInAsync(IBrowserContext profile, Uri address)
    {
        var page = await profile.NewPageAsync();
        await page.GotoAsync(new Uri(address, "sign-in").ToString());
        await page.FillAsync("#name", OurHost.SpecialistName);
        await page.FillAsync("#password", OurHost.SpecialistPassword);
        await page.ClickAsync("button[type=submit]");
        await page.Locator("#worklist").WaitForAsync();
        return page;
    }

    private static async Task<IReadOnlyCollection<double>> LatencyAsync(IPage page, OurHost host, TestPhoto photo)
    {
        await Task.Delay(1_500); // the circuit follows the news
        await page.EvaluateAsync(Watch);
        var started = new List<(string Line, double At)>();
        for (var i = 0; i < Samples; i++)
        {
            var phone = host.Phones[i % host.Phones.Count];
            var prepared = phone.Prepare(photo);
            var at = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;
            var number = await phone.SubmitAsync(prepared);
            started.Add(($"case-{number}", at));
            await Task.Delay(60);
        }

        await Task.Delay(1_000);
        var seen = await page.EvaluateAsync<Dictionary<string, double>>("() => window.seen");
        var missing = started.Count(s => !seen.ContainsKey(s.Line));
        return missing == 0
            ? [.. started.Select(s => seen[s.Line] - s.At)]
            : throw new InvalidOperationException($"{missing} of {started.Count} cases never came onto the screen.");
    }

    private static async Task<(long Arrives, long Stored)> WireAsync(OurHost host, CountingProxy proxy, TestPhoto photo)
    {
        List<double> arrives = [];
        List<double> stored = [];
        for (var i = 0; i < 7; i++)
        {
            var phone = host.Phones[0];
            var prepared = phone.Prepare(photo);
            arrives.Add(await CountAsync(() => phone.SubmitAsync(prepared)));
            stored.Add(await CountAsync(() => phone.UploadAsync(prepared, photo)));
        }

        return ((long)Figures.Median(arrives), (long)Figures.Median(stored));

        async Task<double> CountAsync(Func<Task> change)
        {
            var before = proxy.DownOverSockets;
            await change();
            await Task.Delay(700);
            return proxy.DownOverSockets - before;
        }
    }

    private static async Task<long> MemoryAsync(IBrowserContext profile, Uri address, string socket)
    {
        await OpenAsync(profile, address, 2); // what is made once is there before it is counted
        var before = await AskAsync(socket);
        await OpenAsync(profile, address, Circuits);
        var after = await AskAsync(socket);
        return (after - before) / Circuits;
    }

    private static async Task OpenAsync(IBrowserContext profile, Uri address, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var page = await profile.NewPageAsync();
            await page.GotoAsync(address.ToString());
            await page.Locator(".case-row").First.WaitForAsync();
        }

        await Task.Delay(3_000);
    }

    private static async Task<long> AskAsync(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        var answer = new byte[32];
        var read = await socket.ReceiveAsync(answer);
        return long.Parse(Encoding.ASCII.GetString(answer, 0, read), CultureInfo.InvariantCulture);
    }
}
