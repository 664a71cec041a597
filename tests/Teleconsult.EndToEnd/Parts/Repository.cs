using Xunit;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>Where things lie: the repository, what runs leave behind, and the corpus of real photos beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static bool IsCi => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Logs and screenshots of this run; git does not see them.</summary>
    public static string Results { get; } = Directory.CreateDirectory(Path.Combine(Root, "TestResults", "end-to-end")).FullName;

    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    public static string In(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A folder of the corpus: below <c>TELECONSULT_CORPUS</c>, else <c>../shared/data</c> beside the repository. Absent: a failure in CI, a skip elsewhere.</summary>
    public static string Corpus(string folder)
    {
        var corpus = Environment.GetEnvironmentVariable("TELECONSULT_CORPUS") is { Length: > 0 } named ? named : Path.Combine(Root, "..", "shared", "data");
        var full = Path.GetFullPath(Path.Combine(corpus, folder));
        Need(Directory.Exists(full), "The corpus of real photos is absent: name its folder in TELECONSULT_CORPUS.");
        return full;
    }

    /// <summary>A part that is missing fails in CI and is a visible skip elsewhere.</summary>
    public static void Need(bool present, string otherwise)
    {
        if (!present && IsCi)
        {
            Assert.Fail(otherwise);
        }

        Assert.SkipUnless(present, otherwise);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Teleconsult.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Tests run inside the repository.");
        }

        return folder;
    }
}
