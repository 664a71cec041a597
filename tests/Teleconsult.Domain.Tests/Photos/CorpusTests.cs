using System.Diagnostics;
using System.Text.Json;
using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Domain.Tests.Photos;

public sealed class CorpusTests
{
    private static readonly string[] Harmless =
    [
        "SourceFile", "System", "File", "ExifTool", "Composite", "JFIF", "Adobe", "IFD0:Orientation",
        // What a decoder needs to know of a PNG or WebP, and colour.
        "PNG:ImageWidth", "PNG:ImageHeight", "PNG:BitDepth", "PNG:ColorType", "PNG:Compression", "PNG:Filter", "PNG:Interlace", "PNG:Palette",
        "PNG:Transparency", "PNG:Gamma", "PNG:SRGBRendering", "PNG:WhitePointX", "PNG:WhitePointY", "PNG:RedX", "PNG:RedY",
        "PNG:GreenX", "PNG:GreenY", "PNG:BlueX", "PNG:BlueY", "PNG:ProfileName", "RIFF:ImageWidth", "RIFF:ImageHeight", "RIFF:VP8Version",
        "RIFF:HorizontalScale", "RIFF:VerticalScale", "RIFF:WebP_Flags", "RIFF:AlphaIsUsed", "RIFF:AlphaPreprocessing", "RIFF:AlphaFiltering",
        "RIFF:AlphaCompression",
    ];

    [Fact]
    public void Real_and_hostile_files_are_rewritten_once_and_for_all_or_refused()
    {
        foreach (var file in Corpus.Files("clinical", "exif", "hostile", "formats"))
        {
            var bytes = File.ReadAllBytes(file);
            var first = Rewriting.Of(bytes);
            var pieces = Rewriting.Of(new PiecewiseStream(bytes, 509));

            Assert.True(first.Code == pieces.Code, file);
            Assert.True(first.Output is null || first.Output.SequenceEqual(Rewriting.Of(first.Output).Output!), file);
        }
    }

    [Fact]
    public void Every_photo_of_a_clinic_is_accepted() =>
        Assert.All(Corpus.Files("clinical"), file => Assert.Null(Rewriting.Of(File.ReadAllBytes(file)).Code));

    [Fact]
    public void A_file_is_what_its_bytes_say()
    {
        foreach (var file in Corpus.Files("formats"))
        {
            var photo = Rewriting.Of(File.ReadAllBytes(file));
            var said = Path.GetExtension(file)[1..].ToLowerInvariant();

            Assert.Equal(said, photo.Format ?? photo.Kind switch { PhotoKind.Jpeg => "jpg", { } kind => kind.ToString().ToLowerInvariant(), null => photo.Code });
        }
    }

    [Fact]
    public void The_orientation_is_the_one_that_the_camera_wrote()
    {
        var seen = new HashSet<(PhotoKind?, int)>();
        foreach (var (file, truth) in Truth())
        {
            var orientation = truth.TryGetProperty("Orientation", out var told) ? told.GetInt32() : 1;
            var width = truth.GetProperty("ImageWidth").GetInt32();
            var height = truth.GetProperty("ImageHeight").GetInt32();

            var photo = Rewriting.Of(File.ReadAllBytes(file));

            if (orientation != 1 && file.EndsWith(".webp", StringComparison.Ordinal))
            {
                Assert.Equal("photo.webp-turned", photo.Code); // no browser would turn it
                continue;
            }

            Assert.True(photo.Code is null, file);
            Assert.Equal(orientation >= 5 ? new PictureSize(height, width) : new PictureSize(width, height), photo.Size);
            Assert.True(orientation == 1 || photo.Output.AsSpan().IndexOf(JpegFixture.OrientationBlock(orientation).AsSpan(10)) > 0, file);
            seen.Add((photo.Kind, orientation));
        }

        Assert.Contains((PhotoKind.Png, 3), seen);
    }

    [Fact]
    public void A_rewritten_photo_tells_nothing_but_colour_and_orientation()
    {
        var folder = Directory.CreateTempSubdirectory("photos");
        try
        {
            foreach (var file in Corpus.Files("clinical", "exif", "hostile", "formats"))
            {
                if (Rewriting.Of(File.ReadAllBytes(file)) is { Output: { } output, Kind: { } kind })
                {
                    // exiftool passes over files whose names tell it nothing.
                    File.WriteAllBytes(Path.Combine(folder.FullName, $"{Path.GetFileName(file)}.{kind}"), output);
                }
            }

            using var told = JsonDocument.Parse(ExifTool("-j", "-G1", "-a", "-u", folder.FullName));
            Assert.True(told.RootElement.GetArrayLength() >= 100);
            Assert.Empty(told.RootElement.EnumerateArray().SelectMany(Telling));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Telling(JsonElement file) =>
        from tag in file.EnumerateObject()
        let isColour = tag.Name.StartsWith("ICC", StringComparison.Ordinal)
        where !isColour && !Harmless.Contains(tag.Name) && !Harmless.Contains(tag.Name.Split(':')[0])
        select $"{file.GetProperty("SourceFile")}: {tag.Name} = {tag.Value}";

    private static IEnumerable<(string File, JsonElement Truth)> Truth()
    {
        var folder = Path.Combine(Corpus.Folder, "exif");
        return from truth in JsonSerializer.Deserialize<JsonElement[]>(File.ReadAllText(Path.Combine(folder, "truth.json")))
               let file = Path.Combine(folder, truth.GetProperty("SourceFile").GetString()!)
               where Path.GetExtension(file) is ".jpg" or ".png" or ".webp"
               select (file, truth);
    }

    private static string ExifTool(params string[] arguments)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "exiftool")));
        Corpus.Need(found, "exiftool is absent (Debian: libimage-exiftool-perl).");

        using var tool = Process.Start(new ProcessStartInfo("exiftool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        tool.ErrorDataReceived += (_, _) => { };
        tool.BeginErrorReadLine();
        return tool.StandardOutput.ReadToEnd();
    }
}
