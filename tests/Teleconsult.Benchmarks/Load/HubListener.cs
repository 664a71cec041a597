using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Teleconsult.Benchmarks.Load;

/// <summary>
/// An open screen: a SignalR client of the JSON protocol over one WebSocket, no more of it than it takes to hear that a consult
/// has come. It takes the time before it reads the message.
/// </summary>
internal sealed class HubListener : IAsyncDisposable
{
    private const byte RecordEnd = 0x1E;
    private static readonly byte[] Handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");
    private static readonly byte[] Follow = Encoding.UTF8.GetBytes("{\"type\":4,\"invocationId\":\"1\",\"target\":\"Follow\",\"arguments\":[null]}\u001e");

    private readonly ClientWebSocket _socket;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<long>> _heard = new();
    private readonly Task _reading;

    private HubListener(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    /// <param name="token">Our hub's follower; without it: only connected, as to the bare hub.</param>
    public static async Task<HubListener> OpenAsync(Uri host, string? token)
    {
        var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        var query = token is null ? "" : "?access_token=" + Uri.EscapeDataString(token);
        await socket.ConnectAsync(new Uri($"ws://{host.Authority}/hubs/consults{query}"), CancellationToken.None);
        await socket.SendAsync(Handshake, WebSocketMessageType.Text, true, CancellationToken.None);
        await socket.ReceiveAsync(new byte[64], CancellationToken.None); // "{}": the handshake's answer
        var listener = new HubListener(socket);
        if (token is not null)
        {
            await socket.SendAsync(Follow, WebSocketMessageType.Text, true, CancellationToken.None);
        }

        await Task.Delay(300); // following from "now" begins when the host has read the invocation
        return listener;
    }

    /// <summary>The time stamp at which the consult was first heard of.</summary>
    public async Task<long> HeardAsync(Guid consult, TimeSpan most)
    {
        var heard = await Of(consult).Task.WaitAsync(most);
        _heard.TryRemove(consult, out _);
        return heard;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _socket.Dispose();
        _end.Dispose();
    }

    private TaskCompletionSource<long> Of(Guid consult) =>
        _heard.GetOrAdd(consult, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var kept = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer.AsMemory(), _end.Token);
                var at = Stopwatch.GetTimestamp();
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                kept.Write(buffer.AsSpan(0, read.Count));
                if (buffer[read.Count - 1] == RecordEnd)
                {
                    Hear(kept.WrittenSpan, at);
                    kept.ResetWrittenCount();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Closed by us, or the host has gone: whoever waits runs into its time limit.
        }
    }

    private void Hear(ReadOnlySpan<byte> records, long at)
    {
        foreach (var range in records.Split(RecordEnd))
        {
            if (records[range] is { IsEmpty: false } record && ConsultIn(record) is { } consult)
            {
                Of(consult).TrySetResult(at);
            }
        }
    }

    private static Guid? ConsultIn(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("consult"u8) && reader.Read())
            {
                return reader.GetGuid();
            }
        }

        return null;
    }
}
