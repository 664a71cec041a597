using System.Globalization;

namespace Teleconsult.Benchmarks.Hosts;

/// <summary>npm's <c>@tus/server</c> with its file store, as its README shows it. It flushes nothing to disk.</summary>
internal sealed class TusServer : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private TusServer(ChildProcess process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public TimeSpan Worked => _process.Worked;

    public static async Task<TusServer> StartAsync(string folder)
    {
        var program = Path.Combine(Repository.Root, "tests", "tus-server");
        if (!Directory.Exists(Path.Combine(program, "node_modules")))
        {
            throw new InvalidOperationException("@tus/server is missing: npm ci in tests/tus-server.");
        }

        Directory.CreateDirectory(folder);
        var address = Loopback.FreeAddress();
        var process = ChildProcess.Start("node", [Path.Combine(program, "serve.mjs"), address.Port.ToString(CultureInfo.InvariantCulture), folder]);
        try
        {
            await Loopback.WaitUntilReadyAsync(new Uri(address, "ready"), process, TimeSpan.FromSeconds(30));
            return new TusServer(process, address);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
