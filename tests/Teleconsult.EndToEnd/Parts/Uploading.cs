using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>Photos sent as a client would that does not strip: a case with one photo, whose bytes follow by tus 1.0.0.</summary>
internal static class Uploading
{
    private const string Skin = "https://teleconsult.example/Questionnaire/general-dermatology|1.0.0";

    public static async Task<Guid> UploadPhotoAsync(this Api api, byte[] bytes)
    {
        var photo = Guid.CreateVersion7();
        using var stored = await api.TryUploadPhotoAsync(photo, bytes);
        Assert.True(stored.StatusCode == HttpStatusCode.Created, await stored.Content.ReadAsStringAsync());
        return photo;
    }

    public static async Task<HttpResponseMessage> TryUploadPhotoAsync(this Api api, Guid photo, byte[] bytes)
    {
        var consult = Guid.CreateVersion7();
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var service = (await api.MeAsync())["services"]!.AsArray().First(s => s!["name"]!.GetValue<string>() == "Dermatology")!["id"]!.GetValue<string>();
        var sent = await api.PutAsync($"/api/consults/{consult}", new
        {
            patient = new { id = Guid.CreateVersion7(), initials = "E.X.", age = new { value = 30, unit = "a" }, sex = "unknown" },
            template = Skin,
            service,
            urgency = "routine",
            answers = new { resourceType = "QuestionnaireResponse", questionnaire = Skin, status = "completed", item = new[] { new { linkId = "question", answer = new[] { new { valueString = "?" } } } } },
            consent = new { share = true, how = "spoken", at = DateTimeOffset.UtcNow },
            photos = new[] { new { id = photo, slot = "overview", laterality = "none", bytes = bytes.Length, sha256 = sha, width = 1, height = 1, takenAt = DateTimeOffset.UtcNow } },
            sentAt = DateTimeOffset.UtcNow,
        });
        Assert.True(sent.StatusCode == HttpStatusCode.OK, await sent.Content.ReadAsStringAsync());
        static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        using var upload = new HttpRequestMessage(HttpMethod.Post, "/api/uploads") { Content = new ByteArrayContent(bytes) };
        upload.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        upload.Headers.Add("Tus-Resumable", "1.0.0");
        upload.Headers.Add("Upload-Length", $"{bytes.Length}");
        upload.Headers.Add("Upload-Metadata", $"photo {Base64($"{photo}")},consult {Base64($"{consult}")},slot {Base64("overview")},sha256 {Base64(sha)}");
        return await api.SendAsync(upload);
    }
}
