using System.Text.Json;
using Xunit;

namespace Teleconsult.Web.Tests.Support;

/// <summary>Hostile inputs beside the project, not part of it. Absent: a failure in CI, a visible skip elsewhere.</summary>
internal static class Corpus
{
    public static string Repository
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Teleconsult.sln")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Tests run inside the repository.");
            }

            return folder;
        }
    }

    public static IReadOnlyList<string> Strings(string folder, string file)
    {
        var path = Path.Combine(Root, folder, file);
        Need(File.Exists(path));
        return JsonSerializer.Deserialize<List<string>>(File.ReadAllText(path))!;
    }

    /// <summary>All files below these folders.</summary>
    public static IReadOnlyList<string> Files(params string[] folders)
    {
        Need(folders.All(f => Directory.Exists(Path.Combine(Root, f))));
        return [.. folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root, f), "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];
    }

    private static string Root =>
        Environment.GetEnvironmentVariable("TELECONSULT_CORPUS") is { Length: > 0 } named ? named : Path.Combine(Repository, "..", "shared", "data");

    private static void Need(bool present)
    {
        const string Absent = "The corpus of hostile inputs is absent: name its folder in TELECONSULT_CORPUS.";
        if (!present && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(Absent);
        }

        Assert.SkipUnless(present, Absent);
    }
}
