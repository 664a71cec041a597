using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>Raw requests of the protocol, each part of which a test can spoil.</summary>
internal static class TusRequests
{
    public static HttpRequestMessage Create(DrawnPhoto photo, Guid consult, byte[]? body = null)
    {
        var request = Tus(HttpMethod.Post, "/api/uploads");
        request.Headers.Add("Upload-Length", photo.Bytes.Length.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Metadata", Metadata(photo.Id.ToString(), consult.ToString(), photo.Slot, photo.Sha256));
        return body is null ? request : request.With(body);
    }

    public static string Metadata(string photo, string consult, string slot, string sha256) =>
        $"photo {Base64(photo)},consult {Base64(consult)},slot {Base64(slot)},sha256 {Base64(sha256)}";

    public static HttpRequestMessage Patch(DrawnPhoto photo, long offset, byte[] body)
    {
        var request = Tus(HttpMethod.Patch, $"/api/uploads/{photo.Id}").With(body);
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    public static HttpRequestMessage Head(DrawnPhoto photo) => Tus(HttpMethod.Head, $"/api/uploads/{photo.Id}");

    public static HttpRequestMessage Delete(DrawnPhoto photo) => Tus(HttpMethod.Delete, $"/api/uploads/{photo.Id}");

    public static HttpRequestMessage Tus(HttpMethod method, string path) => new(method, path) { Headers = { { "Tus-Resumable", "1.0.0" } } };

    public static HttpRequestMessage With(this HttpRequestMessage request, byte[] body)
    {
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };
        return request;
    }

    public static HttpRequestMessage WithHeader(this HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.Add(name, value);
        return request;
    }

    public static long? Offset(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("Upload-Offset", out var values) ? long.Parse(values.Single(), CultureInfo.InvariantCulture) : null;

    /// <summary>The stable code of a refusal.</summary>
    public static async Task<string?> CodeAsync(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        return body.Length == 0 ? null : System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("code").GetString();
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
