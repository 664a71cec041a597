using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Teleconsult.Web.Tests.Uploads;
using Xunit;

namespace Teleconsult.Web.Tests.Nodes;

/// <summary>A phone whose photo is half way when its node goes: it asks elsewhere where the photo stands, and goes on there.</summary>
internal sealed class HangingPhone(string token, SentCase sent) : IAsyncDisposable
{
    private readonly TcpClient _line = new();

    public SentCase Case => sent;

    /// <summary>Ends when a first piece was acknowledged and of a second one a part is on its way.</summary>
    public async Task BeginAsync(Uri node, int piece)
    {
        using var http = ClientOf(node);
        await sent.SubmitAsync(http);
        using (var created = await http.SendAsync(TusRequests.Create(sent.Photo, sent.Id)))
        {
            created.EnsureSuccessStatusCode();
        }

        await sent.StepAsync(http, piece);
        Assert.Equal(piece, sent.Acknowledged);
        await _line.ConnectAsync(node.Host, node.Port);
        var head = string.Create(CultureInfo.InvariantCulture, $"PATCH /api/uploads/{sent.Photo.Id} HTTP/1.1\r\nHost: {node.Authority}\r\nAuthorization: Bearer {token}\r\n")
            + "Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n"
            + string.Create(CultureInfo.InvariantCulture, $"Upload-Offset: {piece}\r\nContent-Length: {piece}\r\n\r\n");
        await _line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await _line.GetStream().WriteAsync(sent.Photo.Bytes.AsMemory(piece, piece / 2));
    }

    public async Task GoOnAsync(Uri node)
    {
        using var http = ClientOf(node);
        await sent.AskAsync(http);
        await sent.UploadAsync(http, 40_000);
    }

    public ValueTask DisposeAsync()
    {
        _line.Dispose();
        return ValueTask.CompletedTask;
    }

    private HttpClient ClientOf(Uri node) => new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = node, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
}
