using System.Net;
using System.Net.Sockets;
using Teleconsult.Benchmarks.Hosts;

namespace Teleconsult.Benchmarks.Load;

/// <summary>Stands between a client and a host and counts what passes, headers and all.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Uri _host;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private long _up;
    private long _down;
    private long _downOverSockets;

    public CountingProxy(Uri host)
    {
        _host = host;
        Address = Loopback.FreeAddress();
        _listener = new TcpListener(IPAddress.Loopback, Address.Port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Bytes from the client to the host.</summary>
    public long Up => Interlocked.Read(ref _up);

    /// <summary>Bytes from the host to the client.</summary>
    public long Down => Interlocked.Read(ref _down);

    /// <summary>The part of <see cref="Down"/> that came over WebSockets.</summary>
    public long DownOverSockets => Interlocked.Read(ref _downOverSockets);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private delegate void CountBytes(ReadOnlySpan<byte> bytes);

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var host = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            await host.ConnectAsync(IPAddress.Loopback, _host.Port);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            var isSocket = false;
            var up = CopyAsync(client.GetStream(), host.GetStream(), CountUp, both);
            var down = CopyAsync(host.GetStream(), client.GetStream(), CountDown, both);
            await Task.WhenAll(up, down);

            void CountUp(ReadOnlySpan<byte> bytes)
            {
                Interlocked.Add(ref _up, bytes.Length);
                isSocket |= bytes.IndexOf("Upgrade: websocket\r\n"u8) >= 0;
            }

            void CountDown(ReadOnlySpan<byte> bytes)
            {
                Interlocked.Add(ref _down, bytes.Length);
                Interlocked.Add(ref _downOverSockets, isSocket ? bytes.Length : 0);
            }
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, CountBytes count, CancellationTokenSource both)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, both.Token)) > 0)
            {
                count(buffer.AsSpan(0, read));
                await to.WriteAsync(buffer.AsMemory(0, read), both.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone; the other is let go too.
        }

        await both.CancelAsync();
    }
}
