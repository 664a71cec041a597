using System.Diagnostics;
using System.Text.Json;
using Teleconsult.Domain.Photos.Jpeg;
using Xunit;

namespace Teleconsult.Domain.Tests.Photos;

public sealed class CorpusTests
{
    private static readonly string[] Harmless = ["SourceFile", "System", "File", "ExifTool", "Composite", "JFIF", "Adobe", "IFD0:Orientation"];

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
    public void A_file_of_another_kind_is_named_by_its_kind()
    {
        foreach (var file in Corpus.Files("formats").Where(f => !f.EndsWith(".jpg", StringComparison.Ordinal)))
        {
            Assert.Equal(Path.GetExtension(file)[1..].ToLowerInvariant(), Rewriting.Of(File.ReadAllBytes(file)).Format);
        }
    }

    [Fact]
    public void The_orientation_is_the_one_that_the_camera_wrote()
    {
        foreach (var (file, truth) in Truth())
        {
            var orientation = truth.TryGetProperty("Orientation", out var told) ? told.GetInt32() : 1;
            var width = truth.GetProperty("ImageWidth").GetInt32();
            var height = truth.GetProperty("ImageHeight").GetInt32();

            var photo = Rewriting.Of(File.ReadAllBytes(file));

            Assert.True(photo.Code is null, file);
            Assert.Equal(orientation >= 5 ? new PictureSize(height, width) : new PictureSize(width, height), photo.Size);
            Assert.True(orientation == 1 || photo.Output.AsSpan().IndexOf(JpegFixture.OrientationBlock(orientation)) > 0, file);
        }
    }

    [Fact]
    public void A_rewritten_photo_tells_nothing_but_colour_and_orientation()
    {
        var folder = Directory.CreateTempSubdirectory("photos");
        try
        {
            foreach (var file in Corpus.Files("clinical", "exif", "hostile", "formats"))
            {
                if (Rewriting.Of(File.ReadAllBytes(file)).Output is { } output)
                {
                    File.WriteAllBytes(Path.Combine(folder.FullName, Path.GetFileName(file)), output);
                }
            }

            using var told = JsonDocument.Parse(ExifTool("-j", "-G1", "-a", "-u", folder.FullName));
            Assert.True(told.RootElement.GetArrayLength() >= 15);
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
               where file.EndsWith(".jpg", StringComparison.Ordinal)
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
