using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Ladders;
using Teleconsult.Infrastructure.Notifications;
using Teleconsult.Infrastructure.Notifications.Push;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Messages;

/// <summary>An emergency that nobody takes, with everything outside standing as real servers: push service, SMS gateway, SMTP.</summary>
public sealed class MessageTests
{
    private const string Secret = "the secret of gateway and host, long enough";
    private const string EmergencyAdvice = "0195d3a0-0000-7000-8000-000000000026";

    private static readonly string[] OfThePatient = ["J.K.", "Kariukison", "Jonathan", "Bleeding", "Theatre", "RC-220417", "0700555999"];

    [Fact]
    public async Task Each_channel_carries_the_alert_recognisably_and_nothing_of_the_patient()
    {
        await using var outside = await RecordingServer.StartAsync();
        await using var mail = await MailServer.StartAsync();
        await using var host = new MessageHost(outside, mail);
        await host.InitializeAsync();
        using var doctor = await Caller.SignInAsync(host, "emergency.doctor");
        using var onCall = await Caller.SignInAsync(host, "on.call");
        using var browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var auth = RandomNumberGenerator.GetBytes(16);
        var key = (await onCall.GetAsync("/api/push/key")).Ok()["key"]!.GetValue<string>();
        (await onCall.PutAsync("/api/push", Subscription(new Uri(outside.Address, "/gone"), browser, auth))).Ok();
        (await onCall.PutAsync("/api/push", Subscription(new Uri(outside.Address, "/push"), browser, auth))).Ok();
        outside.Answers["/gone"] = HttpStatusCode.Gone;

        var consult = await doctor.SubmitAsync(Emergency());

        // Push: at once, encrypted for the browser alone, signed by us.
        var push = await UntilAsync(() => outside.All.FirstOrDefault(s => s.Path == "/push"));
        Assert.Equal(("aes128gcm", "high", "1800"), (push.Headers["Content-Encoding"], push.Headers["Urgency"], push.Headers["TTL"]));
        Assert.Matches("^[A-Za-z0-9_-]{1,32}$", push.Headers["Topic"]);
        Assert.EndsWith($", k={key}", push.Headers["Authorization"], StringComparison.Ordinal);
        var said = await NodeMessages.DecryptAsync(push.Body, browser.ExportParameters(true).D!, auth);
        Assert.StartsWith("/case/1", said["path"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("Emergency advice", said["body"]!.GetValue<string>(), StringComparison.Ordinal);
        CheckSaysNothing(said.ToJsonString());
        await UntilAsync(async () => await InDbAsync(host, db => db.PushSubscriptions.CountAsync()) == 1); // the browser that is gone is forgotten

        // The device shows it: delivered. A stranger's word counts for nothing and learns nothing.
        using var stranger = Caller.Stranger(host);
        var shown = new JsonObject { ["id"] = said["id"]!.GetValue<string>(), ["receipt"] = "WRONG1" };
        Assert.Equal(HttpStatusCode.NoContent, (await stranger.SendAsync(HttpMethod.Post, "/api/alerts/shown", shown, null)).Status);
        Assert.NotEqual(AlertState.Delivered, (await AlertAsync(host, Guid.Parse(said["id"]!.GetValue<string>()))).State);
        shown["receipt"] = said["receipt"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.NoContent, (await stranger.SendAsync(HttpMethod.Post, "/api/alerts/shown", shown, null)).Status);
        Assert.Equal(AlertState.Delivered, (await AlertAsync(host, Guid.Parse(said["id"]!.GetValue<string>()))).State);

        // SMS: to the second on call after five minutes.
        host.Clock.Advance(TimeSpan.FromMinutes(5.5));
        var sms = await UntilAsync(() => outside.All.FirstOrDefault(s => s.Path.StartsWith("/sms", StringComparison.Ordinal) && Text(s).Contains("0700555021", StringComparison.Ordinal)));
        Assert.Equal("token of the gateway", sms.Headers["X-Key"]);
        var text = JsonNode.Parse(sms.Body)!;
        CheckSaysNothing(text.ToJsonString());
        var row = await InDbAsync(host, db => db.Alerts.SingleAsync(a => a.Id == Guid.ParseExact(text["ref"]!.GetValue<string>(), "n")));
        Assert.Contains(row.Receipt, text["message"]!.GetValue<string>(), StringComparison.Ordinal);

        // A reply with the code says that it was seen; anything else, and anybody else, says nothing, and all answers look alike.
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(HttpStatusCode.Forbidden, await ReplyAsync(host, "+254700555021", row.Receipt, now, "another secret, just as long as that one"));
        Assert.Equal(HttpStatusCode.NoContent, await ReplyAsync(host, "+254700555021", "patient is J.K., what now?", now));
        Assert.Equal(HttpStatusCode.NoContent, await ReplyAsync(host, "+254711999999", row.Receipt, now));
        Assert.Null((await AlertAsync(host, row.Id)).AcknowledgedAt);
        Assert.Equal(HttpStatusCode.NoContent, await ReplyAsync(host, "+254700555021", $"ok {row.Receipt.ToLowerInvariant()}.", now));
        Assert.NotNull((await AlertAsync(host, row.Id)).AcknowledgedAt);
        Assert.NotEqual(HttpStatusCode.NoContent, await ReplyAsync(host, "+254700555021", $"ok {row.Receipt.ToLowerInvariant()}.", now)); // the same request again
        var view = (await doctor.GetAsync($"/api/consults/{consult}")).Ok();
        Assert.Contains(view["ladder"]!["alerts"]!.AsArray(), a => a!["acknowledged"]!.GetValue<bool>());
        Assert.Equal("waiting", view["state"]!.GetValue<string>()); // seen is not claimed

        // Mail: the lead, after ten minutes.
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        var letter = await UntilAsync(() => mail.Letters.FirstOrDefault(l => l["to"]!.ToJsonString().Contains("dermatologist@", StringComparison.Ordinal)));
        var written = letter["message"]!.GetValue<string>();
        Assert.Matches("(?mi)^Message-ID: <[0-9a-f]{32}@tele.example.org>", written);
        Assert.Contains("Auto-Submitted: auto-generated", written, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("https://tele.example.org/case/", Plain(written), StringComparison.Ordinal);
        CheckSaysNothing(Plain(written));

        // Nobody came: the requester is told, and all of it stands on the case.
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await UntilAsync(async () => (await doctor.GetAsync($"/api/consults/{consult}")).Ok()["ladder"]!["unanswered"]!.GetValue<bool>());
    }

    private static JsonObject Emergency() => Bodies.Submission(EmergencyAdvice, "Theatre now?", "emergency") is var body
        ? With(body, "template", "https://teleconsult.example/Questionnaire/emergency-isbar|1.0.0")
        : body;

    private static JsonObject With(JsonObject body, string name, string value)
    {
        body[name] = value;
        body["notTaken"] = new JsonArray();
        body["answers"] = new JsonObject
        {
            ["resourceType"] = "QuestionnaireResponse",
            ["questionnaire"] = value,
            ["status"] = "completed",
            ["item"] = new JsonArray(
                Answer("situation", "Bleeding since two hours, pale"), Answer("question", "Theatre now?")),
        };
        return body;
    }

    private static JsonObject Answer(string item, string text) =>
        new() { ["linkId"] = item, ["answer"] = new JsonArray(new JsonObject { ["valueString"] = text }) };

    private static JsonObject Subscription(Uri endpoint, ECDiffieHellman browser, byte[] auth) => new()
    {
        ["endpoint"] = endpoint.ToString(),
        ["p256dh"] = Convert.ToBase64String(PushCipher.PublicOf(browser.ExportParameters(false))),
        ["auth"] = Convert.ToBase64String(auth),
    };

    private static void CheckSaysNothing(string text) =>
        Assert.DoesNotContain(OfThePatient, w => text.Contains(w, StringComparison.OrdinalIgnoreCase));

    private static string Text(RecordingServer.Sent sent) => Encoding.UTF8.GetString(sent.Body);

    /// <summary>The body of a letter that may be base64 or quoted-printable.</summary>
    private static string Plain(string letter)
    {
        var parts = letter.Split("\r\n\r\n", 2);
        return parts[0].Contains("base64", StringComparison.OrdinalIgnoreCase)
            ? parts[0] + Encoding.UTF8.GetString(Convert.FromBase64String(parts[1].Replace("\r\n", "", StringComparison.Ordinal)))
            : parts[0] + parts[1].Replace("=\r\n", "", StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> ReplyAsync(RunningHost host, string from, string text, long at, string secret = Secret)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        var body = Encoding.UTF8.GetBytes(new JsonObject { ["from"] = from, ["text"] = text }.ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/alerts/sms") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Signature", string.Create(CultureInfo.InvariantCulture, $"t={at},v1={Convert.ToHexStringLower(SmsSignature.Sign(secret, at, body))}"));
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static Task<AlertRow> AlertAsync(RunningHost host, Guid id) => InDbAsync(host, db => db.Alerts.AsNoTracking().SingleAsync(a => a.Id == id));

    private static async Task<T> InDbAsync<T>(RunningHost host, Func<TeleconsultDb, Task<T>> work)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TeleconsultDb>());
    }

    private static async Task<T> UntilAsync<T>(Func<T?> look)
        where T : class
    {
        T? found = null;
        await UntilAsync(() => Task.FromResult((found = look()) is not null));
        return found!;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var patience = DateTime.UtcNow.AddMinutes(2);
        while (!await isSo())
        {
            Assert.True(DateTime.UtcNow < patience, "It did not come.");
            await Task.Delay(100);
        }
    }

    private sealed class MessageHost : RunningHost
    {
        public MessageHost(RecordingServer outside, MailServer mail) => Settings = new Dictionary<string, string>
        {
            ["Alerts:PublicUrl"] = "https://tele.example.org",
            ["Alerts:Push:AllowPrivate"] = "true",
            ["Alerts:Push:Subject"] = "mailto:ops@example.org",
            ["Alerts:Mail:Host"] = "127.0.0.1",
            ["Alerts:Mail:Port"] = mail.Port.ToString(CultureInfo.InvariantCulture),
            ["Alerts:Mail:Tls"] = "false",
            ["Alerts:Mail:From"] = "alerts@tele.example.org",
            ["Alerts:Sms:Url"] = new Uri(outside.Address, "/sms").ToString(),
            ["Alerts:Sms:Headers:X-Key"] = "token of the gateway",
            ["Alerts:Sms:Body"] = """{"phone":"{to}","message":"{text}","ref":"{id}"}""",
            ["Alerts:Sms:WebhookSecret"] = Secret,
        };
    }
}
