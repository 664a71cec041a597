using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Teleconsult.Web.Tests.Support;

namespace Teleconsult.Web.Tests.Hubs;

/// <summary>
/// A SignalR client of the JSON hub protocol over a real WebSocket, small enough to see every message
/// (github.com/dotnet/aspnetcore, HubProtocol.md: records end with 0x1E).
/// </summary>
internal sealed class HubSocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonNode> _heard = [];
    private readonly StringBuilder _partly = new();
    private int _calls;

    public static Task<HubSocket> OpenAsync(RunningHost host, string token) => OpenAsync(host.Address, token);

    public static async Task<HubSocket> OpenAsync(Uri host, string token)
    {
        var hub = new HubSocket();
        var address = new UriBuilder(host) { Scheme = "ws", Path = "/hubs/consults", Query = $"access_token={Uri.EscapeDataString(token)}" };
        using var patience = new CancellationTokenSource(Patience);
        await hub._socket.ConnectAsync(address.Uri, patience.Token);
        await hub.SendAsync(new JsonObject { ["protocol"] = "json", ["version"] = 1 });
        await hub.NextAsync(_ => true); // the handshake's answer
        return hub;
    }

    /// <summary>Asks for notices after a cursor; they come by <see cref="NoticeAsync"/>.</summary>
    public Task FollowAsync(string? cursor) => CallAsync("Follow", 4, cursor);

    public async Task InvokeAsync(string method, string consult)
    {
        var id = await CallAsync(method, 1, consult);
        var done = await NextAsync(m => Type(m) == 3 && m["invocationId"]!.ToString() == id);
        if (done["error"] is { } error)
        {
            throw new InvalidOperationException(error.ToString());
        }
    }

    public async Task<JsonNode> NoticeAsync()
    {
        var message = await NextAsync(m => Type(m) is 2 or 3);
        return Type(message) == 2 ? message["item"]! : throw new InvalidOperationException(message["error"]?.ToString() ?? "The stream ended.");
    }

    /// <summary>The next message that the server sends by itself, for example <c>typing</c>.</summary>
    public async Task<(string Target, JsonNode Argument)> MessageAsync()
    {
        var message = await NextAsync(m => Type(m) == 1);
        return (message["target"]!.ToString(), message["arguments"]![0]!);
    }

    /// <summary>Waits until the server closes the connection.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            await NextAsync(m => Type(m) == 7);
        }
        catch (Exception e) when (e is WebSocketException or EndOfStreamException)
        {
            // Closed without a word: closed all the same.
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or IOException)
        {
            // The server was faster.
        }

        _socket.Dispose();
    }

    private static int Type(JsonNode message) => message["type"]?.GetValue<int>() ?? 0;

    private async Task<string> CallAsync(string method, int type, string? argument)
    {
        var id = $"{++_calls}";
        await SendAsync(new JsonObject { ["type"] = type, ["invocationId"] = id, ["target"] = method, ["arguments"] = new JsonArray(argument) });
        return id;
    }

    private Task SendAsync(JsonObject message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString() + '\u001e'), WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task<JsonNode> NextAsync(Func<JsonNode, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (_heard.Find(m => wanted(m)) is { } found)
            {
                _heard.Remove(found);
                return found;
            }

            _heard.AddRange(await ReceiveAsync(patience.Token));
        }
    }

    private async Task<List<JsonNode>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        var received = await _socket.ReceiveAsync(buffer, cancellationToken);
        if (received.MessageType is WebSocketMessageType.Close)
        {
            throw new EndOfStreamException("The server closed the connection.");
        }

        _partly.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
        var records = _partly.ToString().Split('\u001e');
        _partly.Clear().Append(records[^1]);
        return [.. records[..^1].Select(r => JsonNode.Parse(r)!)];
    }
}
