using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Teleconsult.EndToEnd.Parts;
using Teleconsult.EndToEnd.Photos;
using Xunit;

namespace Teleconsult.EndToEnd;

/// <summary>A photo loses place, owner, device and time, on the phone and again on the server (DESIGN §5 rule 7).</summary>
public sealed class StrippedPhotoTests(Stage stage)
{
    private const string Skin = "https://teleconsult.example/Questionnaire/general-dermatology|1.0.0";

    [Fact]
    public async Task What_the_phone_sent_carries_nothing_of_the_camera()
    {
        const string question = "A photo with place and owner in it: are they gone?";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("emergency.doctor");
        var photo = await stage.Drawn.SkinAsync(61);
        Assert.Contains(CameraBlock.Owner, Encoding.Latin1.GetString(photo.Buffer), StringComparison.Ordinal);
        await phone.SendCaseAsync("general-dermatology", new("X.F.", 40, "unknown"), question, photo);
        await Microsoft.Playwright.Assertions.Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        using var api = await Api.SignInAsync(stage.Host.Url, "emergency.doctor");
        var stored = Assert.Single(Assert.Single(await api.CasesAskingAsync(question))["photos"]!.AsArray())!;
        var bytes = await api.BytesAsync($"/api/photos/{stored["id"]}");
        Assert.Equal(1, OrientationOnly(bytes));
        Assert.DoesNotContain(CameraBlock.Owner, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        await NothingForExiftoolAsync(bytes);
    }

    [Fact]
    public async Task The_server_strips_every_JPEG_of_the_corpus_again_and_keeps_it_upright()
    {
        var folder = Repository.Corpus("exif");
        using var api = await Api.SignInAsync(stage.Host.Url, "community.worker");
        var truths = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "truth.json"), TestContext.Current.CancellationToken))!.AsArray();
        var files = truths.Select(t => t!.AsObject()).Where(t => t["SourceFile"]!.GetValue<string>().EndsWith(".jpg", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        foreach (var truth in files)
        {
            var name = truth["SourceFile"]!.GetValue<string>();
            var photo = await UploadAsync(api, await File.ReadAllBytesAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken));
            var bytes = await api.BytesAsync($"/api/photos/{photo}");
            var said = truth["Orientation"]?.GetValue<int>() ?? 1;
            Assert.True((said is >= 1 and <= 8 ? said : 1) == OrientationOnly(bytes), $"{name}: orientation {OrientationOnly(bytes)}, not {said}");
            await NothingForExiftoolAsync(bytes);
        }
    }

    /// <summary>As a client would that does not strip: a case with one photo, whose bytes follow by tus 1.0.0.</summary>
    private static async Task<Guid> UploadAsync(Api api, byte[] bytes)
    {
        var (consult, photo) = (Guid.CreateVersion7(), Guid.CreateVersion7());
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
        var stored = await api.SendAsync(upload);
        Assert.True(stored.StatusCode == HttpStatusCode.Created, await stored.Content.ReadAsStringAsync());
        return photo;
    }

    /// <summary>The orientation, after a look at every segment before the picture: no other metadata may stand there.</summary>
    private static int OrientationOnly(byte[] jpeg)
    {
        var orientation = 1;
        for (var at = 2; jpeg[at + 1] != 0xDA;)
        {
            Assert.Equal(0xFF, jpeg[at]);
            var (marker, length) = (jpeg[at + 1], (jpeg[at + 2] << 8) + jpeg[at + 3]);
            var payload = jpeg.AsSpan(at + 4, length - 2);
            switch (marker)
            {
                case 0xE1: // one entry: tag 0x0112
                    Assert.Equal(32, payload.Length);
                    Assert.True(payload[14..18].SequenceEqual<byte>([0, 1, 0x01, 0x12]), "APP1 says more than the orientation");
                    orientation = payload[25];
                    break;
                case 0xE2:
                    Assert.True(payload.StartsWith("ICC_PROFILE\0"u8), "APP2 is no colour profile");
                    break;
                case >= 0xE3 and <= 0xEF and not 0xEE: // 0xEE tells decoders of the colour transform
                case 0xFE:
                    Assert.Fail($"segment {marker:X2} was kept");
                    break;
            }

            at += 2 + length;
        }

        return orientation;
    }

    /// <summary>A second opinion where exiftool is installed.</summary>
    private static async Task NothingForExiftoolAsync(byte[] jpeg)
    {
        if (!File.Exists("/usr/bin/exiftool"))
        {
            Assert.False(Repository.IsCi, "exiftool is missing: tests/run.sh installs it.");
            return;
        }

        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, jpeg);
        using var exiftool = Process.Start(new ProcessStartInfo("/usr/bin/exiftool", ["-j", "-G1", "-EXIF:all", "-GPS:all", "-XMP:all", "-IPTC:all", "-MakerNotes:all", "-Comment", file]) { RedirectStandardOutput = true })!;
        var found = JsonNode.Parse(await exiftool.StandardOutput.ReadToEndAsync())!.AsArray()[0]!.AsObject();
        File.Delete(file);
        string[] harmless = ["SourceFile", "IFD0:Orientation", "IFD0:YCbCrPositioning"];
        Assert.Empty(found.Select(p => p.Key).Except(harmless));
    }
}
