using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Azure.Storage.Blobs;
using Xunit;

namespace Teleconsult.Tests.Azurite;

/// <summary>
/// An Azure Blob storage of the tests' own: Azurite in a process of its own, on the loopback and a free port, in a new folder, and
/// gone with this process, however that ends.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const string Missing = "Azurite is missing: npm ci in tests/azurite (Node 20).";

    // The account that Azurite has; its key is published with it and opens nothing else.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // The shell's input is this process: when it ends, in whatever way, the read does too, and takes the server along.
    private const string Script =
        """
        node "$1" --blobHost 127.0.0.1 --blobPort "$2" --location "$3" --silent --disableTelemetry >"$3/log" 2>&1 </dev/null &
        server=$!
        read -r _ || true
        kill -TERM "$server" 2>/dev/null
        for _ in $(seq 100); do kill -0 "$server" 2>/dev/null || break; sleep 0.1; done
        { kill -KILL "$server"; wait; } 2>/dev/null
        """;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly int _port = FreePort();
    private Process? _shell;
    private int _containers;

    /// <summary>Where Azurite keeps the bytes of all blobs.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("azurite-").FullName;

    /// <summary>The settings that let a host store its photos here, in a container of its own.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NewSettingsAsync() => new Dictionary<string, string>
    {
        ["Photos:Store"] = "AzureBlob",
        ["Photos:AzureBlob:Container"] = await NewContainerAsync(),
        ["Photos:AzureBlob:ConnectionString"] = ConnectionString,
    };

    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture, $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{_port}/{Account};");

    private static string Program
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Teleconsult.sln")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Tests run inside the repository.");
            }

            return Path.Combine(folder, "tests", "azurite", "node_modules", "azurite", "dist", "src", "blob", "main.js");
        }
    }

    public static bool IsThere => File.Exists(Program);

    /// <summary>Leaves the test out where Azurite is missing; in CI that is a failure.</summary>
    public static void Need()
    {
        if (!IsThere && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(Missing);
        }

        Assert.SkipUnless(IsThere, Missing);
    }

    /// <summary>The name of a container that nobody uses yet. Makes sure that the server runs.</summary>
    public async Task<string> NewContainerAsync()
    {
        await StartAsync();
        return string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref _containers)}");
    }

    /// <summary>Starts it, or starts it again on what it has.</summary>
    public async Task StartAsync()
    {
        await _one.WaitAsync();
        try
        {
            Need();
            if (_shell is null)
            {
                var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, WorkingDirectory = Folder };
                foreach (var argument in (string[])["-c", Script, "bash", Program, _port.ToString(CultureInfo.InvariantCulture), Folder])
                {
                    start.ArgumentList.Add(argument);
                }

                _shell = Process.Start(start)!;
                await AnswersAsync(_shell);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Stops it: for those who use it the store is down. It writes down what it knows before it goes; killed outright, Azurite forgets the newest
    /// containers and blobs, which the real service does not.
    /// </summary>
    public async Task StopAsync()
    {
        if (_shell is { } shell)
        {
            shell.StandardInput.Close();
            await shell.WaitForExitAsync();
            shell.Dispose();
            _shell = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _one.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task AnswersAsync(Process shell)
    {
        var service = new BlobServiceClient(ConnectionString, new BlobClientOptions { Retry = { MaxRetries = 0 } });
        for (var until = Environment.TickCount64 + 60_000; ;)
        {
            try
            {
                await service.GetPropertiesAsync();
                return;
            }
            catch (Exception e) when (e is Azure.RequestFailedException or AggregateException)
            {
                if (shell.HasExited || Environment.TickCount64 > until)
                {
                    Assert.Fail($"Azurite does not answer: {await File.ReadAllTextAsync(Path.Combine(Folder, "log"))}");
                }

                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
