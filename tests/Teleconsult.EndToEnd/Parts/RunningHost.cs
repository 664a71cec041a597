using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>The real host as a process of its own on a free loopback port, so that it can be killed and started again on the same data.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    public const string Password = "end-to-end-password";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly string _name;
    private readonly int _port;
    private readonly IReadOnlyList<string> _settings;
    private Process? _process;

    private RunningHost(string name, IReadOnlyList<string> settings)
    {
        _name = name;
        _settings = settings;
        _port = FreePort();
        Data = Path.Combine(Path.GetTempPath(), $"teleconsult-{name}-{Guid.NewGuid():n}");
        Directory.CreateDirectory(Data);
    }

    public string Data { get; }

    public int Port => _port;

    public string Url => $"http://127.0.0.1:{_port}";

    /// <param name="settings">As on a command line: <c>--Alerts:Push:AllowPrivate=true</c>.</param>
    public static async Task<RunningHost> StartNewAsync(string name, params IReadOnlyList<string> settings)
    {
        var host = new RunningHost(name, settings);
        await host.StartAsync();
        return host;
    }

    /// <param name="later">How far the host's clock is ahead (libfaketime), for what happens only after a promise has passed.</param>
    public async Task StartAsync(TimeSpan later = default)
    {
        var web = Repository.In("src", "Teleconsult.Web");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = web,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["DOTNET_gcServer"] = "0", ["DOTNET_TieredPGO"] = "0" },
        };
        string[] arguments =
        [
            Path.Combine(web, "bin", Repository.Configuration, "net10.0", "Teleconsult.Web.dll"), "--urls", Url, "--Data:Folder", Data, "--Demo:Password", Password, .. _settings,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (later > TimeSpan.Zero)
        {
            start.Environment["LD_PRELOAD"] = FakeTime();
            start.Environment["FAKETIME"] = $"+{(long)later.TotalSeconds}s";
            start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"; // pauses and time limits stay true
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        var log = TextWriter.Synchronized(new StreamWriter(Path.Combine(Repository.Results, $"host-{_name}.log"), append: true) { AutoFlush = true });
        _process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        _process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ReadyAsync();
    }

    /// <summary>As a power cut would: no time to tidy up (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromSeconds(5) };
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < StartLimit)
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"The host ended at start with {_process.ExitCode}; see host-{_name}.log.");
            }

            try
            {
                if ((await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // not listening yet
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"The host was not ready within {StartLimit.TotalSeconds} s; see host-{_name}.log.");
    }

    private static string FakeTime()
    {
        const string library = "libfaketimeMT.so.1";
        var found = Directory.Exists("/usr/lib") ? Directory.EnumerateDirectories("/usr/lib").Select(d => Path.Combine(d, "faketime", library)).FirstOrDefault(File.Exists) : null;
        Repository.Need(found is not null, $"{library} is missing: tests/run.sh installs it (Debian: faketime).");
        return found!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
