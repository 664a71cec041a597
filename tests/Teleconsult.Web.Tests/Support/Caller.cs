using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Teleconsult.Web.Tests.Support;

/// <summary>Somebody's phone or program at the API, with its token.</summary>
internal sealed class Caller(HttpClient http) : IDisposable
{
    public HttpClient Http => http;

    public Guid Device { get; private init; }

    public string Token { get; private init; } = "";

    public string RefreshToken { get; private init; } = "";

    public static Caller Stranger(RunningHost host) => new(NewClient(host.Address));

    /// <param name="account">The name before the @ of a demo account, or a whole user name.</param>
    public static Task<Caller> SignInAsync(RunningHost host, string account, Guid? device = null) => SignInAsync(host.Address, account, RunningHost.Password, device);

    public static async Task<Caller> SignInAsync(Uri address, string account, string password, Guid? device = null)
    {
        var client = NewClient(address);
        var id = device ?? Guid.NewGuid();
        var answer = await new Caller(client).LoginAsync(account, password, id);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var token = answer.Body!["accessToken"]!.GetValue<string>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new Caller(client) { Device = id, Token = token, RefreshToken = answer.Body["refreshToken"]!.GetValue<string>() };
    }

    public Task<Answer> LoginAsync(string account, string password, Guid device, string? code = null) => SendAsync(HttpMethod.Post, "/api/auth/login", new JsonObject
    {
        ["email"] = account.Contains('@', StringComparison.Ordinal) || account.StartsWith("user-", StringComparison.Ordinal) ? account : $"{account}@demo.example",
        ["password"] = password,
        ["twoFactorCode"] = code,
        ["deviceId"] = device,
        ["deviceName"] = "test",
    }, key: null);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, key: null);

    public Task<Answer> PostAsync(string path, JsonNode? body, string? ifMatch = null) => SendAsync(HttpMethod.Post, path, body, Guid.NewGuid(), ifMatch);

    public Task<Answer> PutAsync(string path, JsonNode? body) => SendAsync(HttpMethod.Put, path, body, Guid.NewGuid());

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, Guid.NewGuid());

    public Task<Answer> SendAsync(HttpMethod method, string path, JsonNode? body, Guid? key, string? ifMatch = null) =>
        SendBytesAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString()), key, ifMatch);

    public async Task<Answer> SendBytesAsync(HttpMethod method, string path, byte[]? body, Guid? key, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        if (key is { } value)
        {
            request.Headers.Add("Idempotency-Key", value.ToString());
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    public void Dispose() => http.Dispose();

    private static HttpClient NewClient(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, string? Type, string? Tag)
{
    public JsonNode? Body => Text.Length == 0 ? null : JsonNode.Parse(Text);

    public string? Code => Type == "application/problem+json" ? Body?["code"]?.GetValue<string>() : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
        new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response.Headers.ETag?.Tag);

    public JsonNode Ok()
    {
        Assert.True(Status is HttpStatusCode.OK, $"{(int)Status}: {Text}");
        return Body!;
    }

    /// <summary>A problem as RFC 9457 and DESIGN §6 want it: status, stable code, and a whole sentence.</summary>
    public JsonNode Refused(int status, string code)
    {
        Assert.True((int)Status == status && Code == code, $"Expected {status} {code}, got {(int)Status}: {Text}");
        var detail = Body!["detail"]!.GetValue<string>();
        Assert.True(detail.Length > 10 && detail != code && !detail.Contains('{', StringComparison.Ordinal), detail);
        Assert.Equal(status, Body["status"]!.GetValue<int>());
        Assert.EndsWith(code, Body["type"]!.GetValue<string>(), StringComparison.Ordinal);
        return Body;
    }
}
