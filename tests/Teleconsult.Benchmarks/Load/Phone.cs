using System.Globalization;
using System.Text.Json;

namespace Teleconsult.Benchmarks.Load;

/// <summary>A signed-in phone. The floor and the bare hub are driven by the same code, so that the client costs both the same.</summary>
internal sealed class Phone : IDisposable
{
    private readonly HttpClient _client;
    private readonly Guid _service;

    public Phone(Uri host, string? token, Guid service)
    {
        _service = service;
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = host };
        if (token is not null)
        {
            _client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }
    }

    /// <summary>The same phone, reaching the host by another address.</summary>
    public Phone Through(Uri address) => new(address, _client.DefaultRequestHeaders.Authorization?.Parameter, _service);

    public PreparedCase Prepare(TestPhoto photo) => PreparedCase.For(_service, photo);

    /// <summary>Ends when the host has said "stored".</summary>
    /// <returns>The case's number; 0 from a host that gives none.</returns>
    public async Task<long> SubmitAsync(PreparedCase prepared)
    {
        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Put, $"api/consults/{prepared.Id}") { Content = Json(prepared.Body) });
        return answer.Length == 0 ? 0 : JsonDocument.Parse(answer).RootElement.GetProperty("number").GetInt64();
    }

    /// <summary>The whole photo in one request: tus 1.0.0, creation-with-upload.</summary>
    public Task UploadAsync(PreparedCase prepared, TestPhoto photo)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/uploads") { Content = new ByteArrayContent(photo.Bytes) };
        request.Content.Headers.ContentType = new("application/offset+octet-stream");
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Length", photo.Bytes.Length.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Metadata", prepared.UploadMetadata);
        return SendAsync(request);
    }

    /// <summary>The floor's one request.</summary>
    public Task PutPhotoAsync(Guid id, TestPhoto photo) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Put, $"photos/{id}") { Content = new ByteArrayContent(photo.Bytes) });

    public void Dispose() => _client.Dispose();

    private static ByteArrayContent Json(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private async Task<byte[]> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await _client.SendAsync(request);
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{request.Method} {request.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }

            return await answer.Content.ReadAsByteArrayAsync();
        }
    }
}
