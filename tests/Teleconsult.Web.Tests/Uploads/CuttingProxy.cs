using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>
/// A bad network between a client and the host: it passes so many bytes of each connection on and then cuts it, or goes silent
/// as a phone does that lost its network without saying so.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly ConcurrentQueue<long> _cuts;
    private readonly Task _accepting;

    /// <param name="target">Where the host listens; may change while the proxy runs.</param>
    /// <param name="cuts">For each connection in turn, after how many bytes of the client it is cut; later ones are whole.</param>
    public CuttingProxy(Uri target, params long[] cuts)
    {
        Target = target;
        _cuts = new ConcurrentQueue<long>(cuts);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Target { get; set; }

    /// <summary>Goes silent where it would cut: neither side hears that the other is gone.</summary>
    public bool Silent { get; init; }

    /// <summary>Ends when the first connection was cut or has gone silent.</summary>
    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Cuts whatever is connected now.</summary>
    public void CutAll()
    {
        while (_open.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        CutAll();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _open.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var left = _cuts.TryDequeue(out var cut) ? cut : long.MaxValue;
        try
        {
            using var host = new TcpClient();
            _open.Add(host);
            await host.ConnectAsync(Target.Host, Target.Port, _end.Token);
            var answers = host.GetStream().CopyToAsync(client.GetStream(), _end.Token);
            var buffer = new byte[16 * 1024];
            int read;
            while (left > 0 && (read = await client.GetStream().ReadAsync(buffer, _end.Token)) > 0)
            {
                var pass = (int)Math.Min(read, left);
                await host.GetStream().WriteAsync(buffer.AsMemory(0, pass), _end.Token);
                left -= pass;
            }

            if (left == 0)
            {
                Reached.TrySetResult();
                if (Silent)
                {
                    await Task.Delay(Timeout.Infinite, _end.Token);
                }
            }
            else
            {
                host.Client.Shutdown(SocketShutdown.Send);
                await answers;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut by the other side, which is what a bad network does.
        }
        finally
        {
            client.Dispose();
        }
    }
}
