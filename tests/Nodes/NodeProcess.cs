using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Teleconsult.Tests.Nodes;

/// <summary>One host as a process of its own on a port of the loopback: it can be killed, and started again as the same node.</summary>
internal sealed class NodeProcess(string name, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly int _port = FreePort();
    private readonly List<string> _said = [];
    private Process? _process;

    public string Name => name;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>The node's own folder; nothing in it is shared.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory($"teleconsult-node-{name}-").FullName;

    /// <summary>What it has written to its log so far, over all its lives.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
            {
                return [.. _said];
            }
        }
    }

    /// <summary>Ends when the node is ready.</summary>
    public async Task StartAsync()
    {
        var built = Path.Combine(Folders.Root, "src", "Teleconsult.Web", "bin", Folders.Configuration, "net10.0", "Teleconsult.Web.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.Combine(Folders.Root, "src", "Teleconsult.Web") };
        foreach (var argument in (string[])[built, "--urls", Address.ToString(), "--Data:Folder", Folder, .. settings.SelectMany(s => (string[])[$"--{s.Key}", s.Value])])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["DOTNET_gcServer"] = "0";
        _process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ReadyAsync(_process);
    }

    /// <summary>As a power cut would (SIGKILL): no time to tidy up.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.Add(line.Data ?? "");
        }
    }

    private async Task ReadyAsync(Process process)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < StartLimit; await Task.Delay(50))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"Node {name} ended at its start: {string.Join('\n', Said)}");
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
        }

        throw new TimeoutException($"Node {name} was not ready in time: {string.Join('\n', Said)}");
    }
}

/// <summary>Where the repository lies, and how the tests were built.</summary>
internal static class Folders
{
    public static string Root { get; } = FindRoot();

    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Teleconsult.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Tests run inside the repository.");
        }

        return folder;
    }
}
