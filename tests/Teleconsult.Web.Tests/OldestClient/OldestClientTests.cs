using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.OldestClient;

/// <summary>
/// A recorded session of the first field app: the exact requests of its phone and of a desk, from sending a case with photos to
/// closing it. Phones update late; what this one sends must be taken, and what it reads must still be there, for as long as it
/// is the oldest client that must keep working. A change that fails here breaks phones in the field: change the server, not this.
/// </summary>
public sealed class OldestClientTests(RunningHost host)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "OldestClient");

    [Fact]
    public async Task The_first_field_app_still_gets_a_case_from_sending_to_closing()
    {
        var session = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "session.json")))!;
        var callers = new Dictionary<string, Caller>
        {
            ["primary.care"] = await Caller.SignInAsync(host, "primary.care"),
            ["dermatologist"] = await Caller.SignInAsync(host, "dermatologist"),
        };
        foreach (var step in session["steps"]!.AsArray().Select(s => s!.AsObject()))
        {
            var caller = callers[step["who"]!.GetValue<string>()];
            var path = step["path"]!.GetValue<string>();
            if (path.EndsWith("/read", StringComparison.Ordinal) || path.Contains("/actions/", StringComparison.Ordinal))
            {
                await ReleasedAsync(caller, path);
            }

            var (status, answer) = await SendAsync(caller.Http, step);

            Assert.True(step["status"]!.GetValue<int>() == status, $"{step["method"]} {path}: {status} {answer}");
            if (step["answer"] is { } recorded)
            {
                Assert.Empty(Lost(recorded, answer, path));
            }
        }

        foreach (var caller in callers.Values)
        {
            caller.Dispose();
        }
    }

    /// <summary>Advice goes out when the ten seconds to take it back are over: the clock is moved, the timer does the rest.</summary>
    private async Task ReleasedAsync(Caller caller, string path)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(11));
        var consult = path[..path.IndexOf("/advice/", StringComparison.Ordinal)];
        await caller.UntilAsync(consult, c => c["advice"]!.AsArray().Count > 0);
    }

    private static async Task<(int Status, JsonNode? Answer)> SendAsync(HttpClient http, JsonObject step)
    {
        using var request = new HttpRequestMessage(new HttpMethod(step["method"]!.GetValue<string>()), step["path"]!.GetValue<string>());
        var bytes = step["photo"] is { } photo && request.Method != HttpMethod.Head
            ? await File.ReadAllBytesAsync(Path.Combine(Folder, $"{photo}.jpg"))
            : step["body"] is { } body ? Encoding.UTF8.GetBytes(body.GetValue<string>()) : [];
        request.Content = new ByteArrayContent(bytes);
        foreach (var (name, value) in step["headers"]!.AsObject())
        {
            if (name == "content-type")
            {
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value!.GetValue<string>());
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value!.GetValue<string>());
            }
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null);
    }

    /// <summary>Paths that the old client could read and that are gone now, or are of another kind. New ones do not disturb it.</summary>
    private static IEnumerable<string> Lost(JsonNode? old, JsonNode? now, string path) => (old, now) switch
    {
        (null, _) => [],
        (JsonObject o, JsonObject n) => o.SelectMany(p => n.ContainsKey(p.Key) ? Lost(p.Value, n[p.Key], $"{path}/{p.Key}") : [$"{path}/{p.Key} is gone"]),
        (JsonArray o, JsonArray n) => o.Count == 0 ? [] : n.Count == 0 ? [$"{path} is empty"] : Lost(o[0], Same(n, o[0]), $"{path}[]"),
        (JsonValue o, JsonValue n) when o.GetValueKind() == n.GetValueKind() || (IsTruth(o) && IsTruth(n)) => [],
        _ => [$"{path} was {old!.GetValueKind()} and is {now?.GetValueKind().ToString() ?? "null"}"],
    };

    /// <summary>The element of the same id where they have ids: other cases may stand beside the recorded one.</summary>
    private static JsonNode? Same(JsonArray now, JsonNode? old) =>
        old is JsonObject o && o["id"] is { } id ? now.FirstOrDefault(n => n?["id"]?.ToString() == id.ToString()) ?? now[0] : now[0];

    private static bool IsTruth(JsonValue value) => value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False;
}
