using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Teleconsult.Infrastructure.Notifications.Push;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>
/// What stands between a host and a browser: takes messages as a push service does (RFC 8030), opens them with the browser's key (RFC 8291)
/// and hands them to its service worker by the debugging protocol. The browser's own service lies on the internet, where no test goes.
/// </summary>
internal sealed class PushService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _auth = RandomNumberGenerator.GetBytes(16);
    private readonly Channel<byte[]> _taken = Channel.CreateUnbounded<byte[]>();

    private PushService(WebApplication app) => _app = app;

    /// <summary>What it answers with from now on.</summary>
    public int Status { get; set; } = StatusCodes.Status201Created;

    public static async Task<PushService> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var service = new PushService(app);
        app.Run(service.TakeAsync);
        await app.StartAsync();
        return service;
    }

    /// <summary>This browser's pages subscribe here, by this key.</summary>
    public async Task ServeAsync(IBrowserContext browser)
    {
        await browser.GrantPermissionsAsync(["notifications"]);
        await browser.AddInitScriptAsync(
            $$"""
            if ('PushManager' in globalThis) {
              const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
              const keys = { p256dh: bytes('{{Convert.ToBase64String(PushCipher.PublicOf(_key.ExportParameters(false)))}}'), auth: bytes('{{Convert.ToBase64String(_auth)}}') };
              const made = { endpoint: '{{_app.Urls.First()}}/push', getKey: (name) => keys[name], unsubscribe: async () => { localStorage.removeItem('test-push'); return true; } };
              PushManager.prototype.subscribe = async () => { localStorage.setItem('test-push', 'yes'); return made; };
              PushManager.prototype.getSubscription = async () => (localStorage.getItem('test-push') ? made : null);
            }
            """);
    }

    /// <summary>The next message, as the browser's worker at <paramref name="scope"/> is given it. Returns what it holds.</summary>
    public async Task<JsonNode> HandOverAsync(IPage page, string scope)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(Stage.Patience));
        var plain = Open(await _taken.Reader.ReadAsync(patience.Token));
        var protocol = await page.Context.NewCDPSessionAsync(page);
        var origin = new Uri(page.Url).GetLeftPart(UriPartial.Authority);
        var found = new TaskCompletionSource<string>();
        protocol.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            foreach (var one in told!.Value.GetProperty("registrations").EnumerateArray())
            {
                if (one.GetProperty("scopeURL").GetString() == origin + scope && !one.GetProperty("isDeleted").GetBoolean())
                {
                    found.TrySetResult(one.GetProperty("registrationId").GetString()!);
                }
            }
        };
        await protocol.SendAsync("ServiceWorker.enable");
        var registration = await found.Task.WaitAsync(patience.Token);
        await protocol.SendAsync("ServiceWorker.deliverPushMessage", new() { ["origin"] = origin, ["registrationId"] = registration, ["data"] = plain });
        await protocol.DetachAsync();
        return JsonNode.Parse(plain)!;
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.StatusCode = Status;
        if (Status < 300)
        {
            _taken.Writer.TryWrite(body.ToArray());
        }
    }

    /// <summary>RFC 8188 §2.1 and RFC 8291 §3.4, from the browser's side.</summary>
    private string Open(byte[] message)
    {
        var (salt, theirs, record) = (message[..16], message[21..86], message[86..]);
        using var sender = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = theirs[1..33], Y = theirs[33..] } });
        byte[] about = [.. "WebPush: info\0"u8, .. PushCipher.PublicOf(_key.ExportParameters(false)), .. theirs];
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.DeriveRawSecretAgreement(sender.PublicKey), 32, _auth, about);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());
        var plain = new byte[record.Length - 16];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(nonce, record.AsSpan(0, plain.Length), record.AsSpan(plain.Length), plain);
        return Encoding.UTF8.GetString(plain).TrimEnd('\u0002');
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }
}
