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
        var root = Environment.GetEnvironmentVariable("TELECONSULT_CORPUS") is { Length: > 0 } named ? named : Path.Combine(Repository, "..", "shared", "data");
        var path = Path.Combine(root, folder, file);
        const string Absent = "The corpus of hostile inputs is absent: name its folder in TELECONSULT_CORPUS.";
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(Absent);
        }

        Assert.SkipUnless(File.Exists(path), Absent);
        return JsonSerializer.Deserialize<List<string>>(File.ReadAllText(path))!;
    }
}
