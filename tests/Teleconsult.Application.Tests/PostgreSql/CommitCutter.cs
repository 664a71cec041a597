using System.Net;
using System.Net.Sockets;
using Teleconsult.Application.Tests.Support;

namespace Teleconsult.Application.Tests.PostgreSql;

internal enum Cut
{
    /// <summary>The server never hears of the commit.</summary>
    Before,

    /// <summary>The server hears of it and the line is gone in the same moment.</summary>
    During,

    /// <summary>The server has committed; its answer is lost.</summary>
    After,
}

/// <summary>A line to PostgreSQL that breaks at a COMMIT when a test says so. The protocol is not touched otherwise.</summary>
internal sealed class CommitCutter : IAsyncDisposable
{
    private static readonly byte[] Commit = "COMMIT\0"u8.ToArray();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly string _socket;
    private readonly Task _accepting;
    private int _armed;

    /// <param name="socketFolder">Where the server's socket lies.</param>
    public CommitCutter(string socketFolder)
    {
        _socket = Path.Combine(socketFolder, ".s.PGSQL.5432");
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Cut Cut { get; set; }

    /// <summary>How many lines were cut.</summary>
    public int Done { get; private set; }

    /// <summary>The next commit is cut.</summary>
    public void Arm() => Interlocked.Exchange(ref _armed, 1);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true)
            {
                lines.Add(CarryAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task CarryAsync(Socket accepted)
    {
        using var client = accepted;
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var cut = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cut.Token);
        try
        {
            await server.ConnectAsync(new UnixDomainSocketEndPoint(_socket), end.Token);
            var answers = CopyAsync(server, client, end.Token);
            var buffer = new byte[64 * 1024];
            while (await client.ReceiveAsync(buffer, end.Token) is var read and > 0)
            {
                var cuts = buffer.AsSpan(0, read).IndexOf(Commit) >= 0 && Interlocked.Exchange(ref _armed, 0) == 1;
                if (!cuts)
                {
                    await server.SendAsync(buffer.AsMemory(0, read), end.Token);
                    continue;
                }

                await cut.CancelAsync(); // no answer passes any more
                await answers;
                await CutAsync(server, buffer.AsMemory(0, read));
                return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // One end hung up, or the test is over.
        }
        finally
        {
            await cut.CancelAsync();
            cut.Dispose();
        }
    }

    private async Task CutAsync(Socket server, ReadOnlyMemory<byte> commit)
    {
        Done++;
        if (Cut is not Cut.Before)
        {
            await server.SendAsync(commit);
        }

        if (Cut is Cut.After)
        {
            await server.ReceiveAsync(new byte[64]); // "CommandComplete": it has happened
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReceiveAsync(buffer, cancellationToken) is var read and > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            to.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // As above.
        }
    }
}
