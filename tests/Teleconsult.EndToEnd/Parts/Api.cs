using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>The JSON API as another client sees it: to look at what is truly stored.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient _http;

    private Api(HttpClient http) => _http = http;

    public static async Task<Api> SignInAsync(string url, string who)
    {
        var http = new HttpClient { BaseAddress = new Uri(url) };
        var answer = await http.PostAsJsonAsync(new Uri("/api/auth/login", UriKind.Relative), new
        {
            email = $"{who}@demo.example",
            password = RunningHost.Password,
            deviceId = Guid.NewGuid(),
            deviceName = "test",
        });
        answer.EnsureSuccessStatusCode();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await Json(answer))["accessToken"]!.GetValue<string>());
        return new Api(http);
    }

    public async Task<JsonObject> MeAsync() => await GetAsync("/api/me");

    public async Task<JsonObject> GetAsync(string path) => await Json((await _http.GetAsync(new Uri(path, UriKind.Relative))).EnsureSuccessStatusCode());

    public async Task<byte[]> BytesAsync(string path) => await _http.GetByteArrayAsync(new Uri(path, UriKind.Relative));

    /// <summary>All cases that this person sees, from the first page of sync to the last.</summary>
    public async Task<List<JsonObject>> CasesAsync()
    {
        var found = new Dictionary<string, JsonObject>();
        var page = await GetAsync("/api/sync");
        while (true)
        {
            foreach (var consult in page["consults"]!.AsArray())
            {
                found[consult!["id"]!.GetValue<string>()] = consult.AsObject();
            }

            if (!page["more"]!.GetValue<bool>())
            {
                return [.. found.Values];
            }

            page = await GetAsync("/api/sync?after=" + Uri.EscapeDataString(page["cursor"]!.GetValue<string>()));
        }
    }

    public async Task<List<JsonObject>> CasesAskingAsync(string question) =>
        [.. (await CasesAsync()).Where(c => c["question"]!.GetValue<string>() == question)];

    public Task<HttpResponseMessage> PutAsync(string path, object body) => _http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body);

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => await _http.SendAsync(request);

    public void Dispose() => _http.Dispose();

    public static async Task<JsonObject> Json(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
}
