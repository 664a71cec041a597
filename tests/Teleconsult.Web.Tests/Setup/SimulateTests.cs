using System.Diagnostics;
using System.Xml.Linq;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Setup;

/// <summary>The command of the host as a process of its own.</summary>
public sealed class SimulateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("teleconsult-simulate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Simulate_prints_what_came_of_the_year_and_draws_it_without_a_database()
    {
        var built = Path.Combine(Corpus.Repository, "src", "Teleconsult.Web", Path.GetRelativePath(
            Path.Combine(Corpus.Repository, "tests", "Teleconsult.Web.Tests"), AppContext.BaseDirectory), "Teleconsult.Web.dll");
        var start = new ProcessStartInfo("dotnet", [built, "simulate", "--brief", "--years", "1", "--days", "28"]) { RedirectStandardOutput = true, WorkingDirectory = _folder };

        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.All(["one named specialist", "open pool, no ladder", "ours", "Never answered", "MSF 2018", "Goals of our policy"], w => Assert.Contains(w, said, StringComparison.Ordinal));
        Assert.Equal("svg", XDocument.Load(Path.Combine(_folder, "simulation.svg")).Root!.Name.LocalName);
        Assert.Equal(["simulation.svg"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
    }
}
