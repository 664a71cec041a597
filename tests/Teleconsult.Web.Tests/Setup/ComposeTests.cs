using System.Diagnostics;
using System.Text.RegularExpressions;
using Teleconsult.Tests.Nodes;
using Xunit;

namespace Teleconsult.Web.Tests.Setup;

/// <summary>The container files as far as they can be checked without a container engine.</summary>
public sealed partial class ComposeTests
{
    [Fact]
    public async Task Docker_compose_reads_the_file_and_it_fits_the_balancer_and_the_image()
    {
        const string program = "/usr/bin/docker-compose";
        var isThere = File.Exists(program);
        Assert.False(!isThere && Environment.GetEnvironmentVariable("CI") == "true", "docker-compose is missing: apt-get install docker-compose.");
        Assert.SkipUnless(isThere, "docker-compose is missing: apt-get install docker-compose.");

        using var run = Process.Start(new ProcessStartInfo(program, ["-f", In("compose.yaml"), "config"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (read, wrong) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, await wrong);

        var services = await read;
        Assert.Equal(2, ReadOnly().Count(services[services.IndexOf("\n  web-a:", StringComparison.Ordinal)..])); // both nodes
        var image = await File.ReadAllTextAsync(In("Containerfile"));
        var balancer = await File.ReadAllTextAsync(In("haproxy.cfg"));
        foreach (Match node in Node().Matches(balancer))
        {
            Assert.Contains($"  {node.Groups[1].Value}:\n", services, StringComparison.Ordinal);
            Assert.Contains($"ASPNETCORE_HTTP_PORTS={node.Groups[2].Value}", image, StringComparison.Ordinal);
        }

        Assert.Equal(2, Node().Count(balancer));
    }

    [Fact]
    public async Task The_image_runs_as_nobody_in_particular_and_no_file_holds_a_secret()
    {
        var image = await File.ReadAllLinesAsync(In("Containerfile"));
        Assert.Equal("USER $APP_UID", image.Last(l => l.StartsWith("USER", StringComparison.Ordinal)));
        foreach (var file in Directory.GetFiles(In("")).Where(f => !f.EndsWith(".md", StringComparison.Ordinal)))
        {
            Assert.DoesNotMatch(@"(?i)(password|accountkey)[ \t]*[=:][ \t]*[^\s/_-]", await File.ReadAllTextAsync(file));
        }
    }

    private static string In(string file) => Path.Combine(Folders.Root, "infra", file);

    [GeneratedRegex("read_only: true")]
    private static partial Regex ReadOnly();

    [GeneratedRegex(@"TELECONSULT_NODE_[AB]-([a-z-]+):(\d+)")]
    private static partial Regex Node();
}
