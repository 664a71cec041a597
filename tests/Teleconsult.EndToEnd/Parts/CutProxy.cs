using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>What of one request with a photo's bytes to <c>/api/uploads</c> has passed the proxy.</summary>
/// <param name="Method">PATCH, or the POST that creates the upload with its first bytes.</param>
/// <param name="Offset">Where the phone said it goes on (tus 1.0.0, Upload-Offset).</param>
internal sealed record Patch(string Method, long Offset, long Length)
{
    public long Passed { get; set; }
}

/// <summary>
/// A bad line between phone and host: passes bytes on, and cuts or stalls in the middle of an upload. It reads just enough of
/// HTTP/1.1 to know which bytes are a photo's.
/// </summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40); // for 16 KB: 400 KB a second
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly int _target;
    private readonly Task _accepting;
    private long _cutAfter = long.MaxValue;
    private long _photoBytes;
    private TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _down;

    public CutProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public ConcurrentQueue<Patch> Patches { get; } = new();

    /// <summary>Cuts the line as soon as this many bytes of photos have passed from now on; it stays cut until <see cref="Mend"/>.</summary>
    /// <returns>Ends with the cut.</returns>
    public Task CutAfter(long photoBytes)
    {
        _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _photoBytes, 0);
        Interlocked.Exchange(ref _cutAfter, photoBytes);
        return _cut.Task;
    }

    /// <summary>No way through, from now on.</summary>
    public void Break()
    {
        _down = true;
        HangUp();
    }

    public void Mend() => _down = false;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        HangUp();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var phone = await _listener.AcceptTcpClientAsync(_end.Token);
                if (_down)
                {
                    phone.Dispose();
                    continue;
                }

                _ = ServeAsync(phone);
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private async Task ServeAsync(TcpClient phone)
    {
        using var host = new TcpClient();
        _open[phone] = _open[host] = true;
        try
        {
            await host.ConnectAsync(IPAddress.Loopback, _target);
            phone.NoDelay = host.NoDelay = true;
            await Task.WhenAny(UpAsync(phone.GetStream(), host.GetStream()), host.GetStream().CopyToAsync(phone.GetStream(), _end.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // either side is gone
        }
        finally
        {
            _open.TryRemove(phone, out _);
            _open.TryRemove(host, out _);
            phone.Dispose();
        }
    }

    private async Task UpAsync(NetworkStream phone, NetworkStream host)
    {
        var requests = new RequestReader(Patches);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await phone.ReadAsync(buffer, _end.Token)) > 0)
        {
            var photo = requests.Read(buffer.AsSpan(0, read));
            await host.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            if (photo > 0)
            {
                // The speed of a phone: a cut in the same instant as a loopback burst would lose what the host's
                // sockets hold unread, which no phone's line ever fills.
                await Task.Delay(Pace, _end.Token);
            }

            if (photo > 0 && Interlocked.Add(ref _photoBytes, photo) >= Interlocked.Read(ref _cutAfter))
            {
                Interlocked.Exchange(ref _cutAfter, long.MaxValue);
                Break();
                _cut.TrySetResult();
                return;
            }
        }
    }

    private void HangUp()
    {
        foreach (var client in _open.Keys)
        {
            client.Dispose();
        }
    }

    /// <summary>Follows the requests on one connection. Only bodies with a length are asked of it: browsers send no other kind.</summary>
    private sealed class RequestReader(ConcurrentQueue<Patch> patches)
    {
        private readonly List<byte> _head = [];
        private long _bodyLeft;
        private Patch? _patch;
        private bool _blind; // a WebSocket: no requests any more

        /// <returns>How many of these bytes belong to a photo.</returns>
        public long Read(ReadOnlySpan<byte> bytes)
        {
            long photo = 0;
            while (bytes.Length > 0 && !_blind)
            {
                if (_bodyLeft > 0)
                {
                    var take = (int)Math.Min(_bodyLeft, bytes.Length);
                    if (_patch is not null)
                    {
                        _patch.Passed += take;
                        photo += take;
                    }

                    _bodyLeft -= take;
                    bytes = bytes[take..];
                    continue;
                }

                _head.Add(bytes[0]);
                bytes = bytes[1..];
                if (_head is [.., 13, 10, 13, 10])
                {
                    Begin(Encoding.ASCII.GetString([.. _head]));
                    _head.Clear();
                }
            }

            return photo;
        }

        private void Begin(string head)
        {
            _bodyLeft = Number(head, "content-length") ?? 0;
            _blind = head.Contains("upgrade: websocket", StringComparison.OrdinalIgnoreCase);
            // Bytes come with PATCH, or already with the POST that creates the upload.
            _patch = _bodyLeft > 0 && head.Split(' ')[1].StartsWith("/api/uploads", StringComparison.Ordinal) && head[0] == 'P'
                ? new Patch(head.Split(' ')[0], Number(head, "upload-offset") ?? 0, _bodyLeft)
                : null;
            if (_patch is not null)
            {
                patches.Enqueue(_patch);
            }
        }

        private static long? Number(string head, string name) => head.Split("\r\n")
            .Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(l => (long?)long.Parse(l[(name.Length + 1)..], CultureInfo.InvariantCulture)).FirstOrDefault();
    }
}
