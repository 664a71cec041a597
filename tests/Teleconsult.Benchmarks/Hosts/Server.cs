namespace Teleconsult.Benchmarks.Hosts;

/// <summary>The floor or the bare hub, running.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private Server(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public TimeSpan Worked => _process.Worked;

    public static async Task<Server> StartAsync(string mode, params string[] arguments)
    {
        var address = Loopback.FreeAddress();
        var process = ChildProcess.StartSelf([mode, address.ToString().TrimEnd('/'), .. arguments]);
        try
        {
            await Loopback.WaitUntilReadyAsync(new Uri(address, "ready"), process, TimeSpan.FromSeconds(20));
            return new Server(process, address);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
