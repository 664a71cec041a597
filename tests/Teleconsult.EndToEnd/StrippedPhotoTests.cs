using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Teleconsult.EndToEnd.Parts;
using Teleconsult.EndToEnd.Photos;
using Xunit;

namespace Teleconsult.EndToEnd;

/// <summary>A photo loses place, owner, device and time, on the phone and again on the server (DESIGN §5 rule 7).</summary>
public sealed class StrippedPhotoTests(Stage stage)
{
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
    public async Task The_server_strips_every_photo_of_the_corpus_whatever_its_kind_and_says_of_others_what_they_are()
    {
        using var api = await Api.SignInAsync(stage.Host.Url, "community.worker");
        var kinds = new HashSet<string>();
        foreach (var file in Directory.EnumerateFiles(Repository.Corpus("exif")).Concat(Directory.EnumerateFiles(Repository.Corpus("formats"))))
        {
            var photo = Guid.CreateVersion7();
            using var answer = await api.TryUploadPhotoAsync(photo, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                kinds.Add(Path.GetExtension(file));
                await NothingForExiftoolAsync(await api.BytesAsync($"/api/photos/{photo}"));
                continue;
            }

            var problem = await Api.Json(answer);
            Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{file}: {problem}");
            Assert.StartsWith("photo.", problem["code"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Contains("JPEG", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        Assert.Superset(new HashSet<string> { ".jpg", ".png", ".webp" }, kinds);
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
            var photo = await api.UploadPhotoAsync(await File.ReadAllBytesAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken));
            var bytes = await api.BytesAsync($"/api/photos/{photo}");
            var said = truth["Orientation"]?.GetValue<int>() ?? 1;
            Assert.True((said is >= 1 and <= 8 ? said : 1) == OrientationOnly(bytes), $"{name}: orientation {OrientationOnly(bytes)}, not {said}");
            await NothingForExiftoolAsync(bytes);
        }
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
        using var exiftool = Process.Start(new ProcessStartInfo("/usr/bin/exiftool", ["-j", "-G1", "-EXIF:all", "-GPS:all", "-XMP:all", "-IPTC:all", "-MakerNotes:all", "-PNG:all", "-Comment", file]) { RedirectStandardOutput = true })!;
        var found = JsonNode.Parse(await exiftool.StandardOutput.ReadToEndAsync())!.AsArray()[0]!.AsObject();
        File.Delete(file);
        string[] harmless = ["SourceFile", "IFD0:Orientation", "IFD0:YCbCrPositioning"];
        Assert.Empty(found.Select(p => p.Key).Where(IsTelling).Except(harmless));
    }

    /// <summary>Of a PNG, what is neither needed to decode it nor colour.</summary>
    private static bool IsTelling(string tag) => tag is not ("PNG:ImageWidth" or "PNG:ImageHeight" or "PNG:BitDepth" or "PNG:ColorType" or "PNG:Compression"
        or "PNG:Filter" or "PNG:Interlace" or "PNG:Palette" or "PNG:Transparency" or "PNG:Gamma" or "PNG:SRGBRendering" or "PNG:ProfileName")
        && !(tag.StartsWith("PNG", StringComparison.Ordinal) && tag[^1] is 'X' or 'Y'); // white point and primaries
}
