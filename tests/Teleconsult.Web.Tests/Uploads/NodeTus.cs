using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>npm's tus-js-client, run by Node in <c>tests/tus</c>; installed there once, from the committed lock file.</summary>
internal static class NodeTus
{
    private static readonly Lazy<Task<string?>> Missing = new(InstallAsync);

    /// <summary>What the client ended with.</summary>
    internal sealed record Outcome(string? Url, string? Error, int Status, string? Body, int Requests);

    public static async Task<Outcome> UploadAsync(
        Uri host, Guid person, Guid consult, DrawnPhoto photo, long? chunkSize = null, bool whileCreating = false, int[]? retryDelays = null)
    {
        await NeedAsync();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, photo.Bytes);
            var asked = JsonSerializer.Serialize(new
            {
                endpoint = new Uri(host, "/api/uploads"),
                token = person,
                file,
                chunkSize,
                whileCreating,
                retryDelays,
                metadata = new { photo = photo.Id.ToString(), consult = consult.ToString(), slot = photo.Slot, sha256 = photo.Sha256 },
            });
            var (code, output, errors) = await RunAsync("node", ["upload.mjs"], asked);
            Assert.True(code == 0, errors);
            return JsonSerializer.Deserialize<Outcome>(output, JsonSerializerOptions.Web)!;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Folder
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Teleconsult.sln")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Tests run inside the repository.");
            }

            return Path.Combine(folder, "tests", "tus");
        }
    }

    private static async Task NeedAsync()
    {
        var missing = await Missing.Value;
        if (missing is not null && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(missing);
        }

        Assert.SkipUnless(missing is null, missing ?? "");
    }

    private static async Task<string?> InstallAsync()
    {
        try
        {
            if (Directory.Exists(Path.Combine(Folder, "node_modules", "tus-js-client")))
            {
                return null;
            }

            var (code, _, errors) = await RunAsync("npm", ["ci"], "");
            return code == 0 ? null : $"npm ci failed in tests/tus: {errors}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "Node 20 is missing: install nodejs and npm.";
        }
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
