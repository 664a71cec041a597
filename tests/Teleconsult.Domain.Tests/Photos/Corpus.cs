using Xunit;

namespace Teleconsult.Domain.Tests.Photos;

/// <summary>Real and hostile files beside the project; not part of it.</summary>
internal static class Corpus
{
    /// <summary>The corpus' folder: <c>TELECONSULT_CORPUS</c>, else <c>../shared/data</c> beside the repository. Absent: a failure in CI, a skip elsewhere.</summary>
    public static string Folder
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("TELECONSULT_CORPUS") is { Length: > 0 } named
                ? named
                : Path.Combine(Repository, "..", "shared", "data");
            Need(Directory.Exists(folder), "The corpus of real photos is absent: name its folder in TELECONSULT_CORPUS.");
            return folder;
        }
    }

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

    public static IEnumerable<string> Files(params string[] folders) =>
        folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Folder, f), "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal);

    /// <summary>A part that is missing fails in CI and is a visible skip elsewhere.</summary>
    public static void Need(bool present, string otherwise)
    {
        if (!present && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(otherwise);
        }

        Assert.SkipUnless(present, otherwise);
    }
}
