using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Messages;

/// <summary>npm's http_ece and smtp-server, run by Node in <c>tests/messages</c>; installed there once, from the committed lock file.</summary>
internal static class NodeMessages
{
    private static string Folder => Path.Combine(Corpus.Repository, "tests", "messages");

    public static async Task NeedAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "http_ece")))
        {
            return;
        }

        var missing = "tests/messages is not installed: npm ci";
        try
        {
            using var install = Start("npm", "ci");
            await install.WaitForExitAsync();
            if (install.ExitCode == 0)
            {
                return;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            missing = "Node 20 is missing: install nodejs and npm.";
        }

        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", missing);
        Assert.Skip(missing);
    }

    /// <summary>A push message as the browser with this key reads it.</summary>
    public static async Task<JsonNode> DecryptAsync(byte[] body, byte[] key, byte[] auth)
    {
        using var node = Start("node", "decrypt.mjs");
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            body = System.Buffers.Text.Base64Url.EncodeToString(body),
            key = System.Buffers.Text.Base64Url.EncodeToString(key),
            auth = System.Buffers.Text.Base64Url.EncodeToString(auth),
        }));
        node.StandardInput.Close();
        var (plain, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await errors);
        return JsonNode.Parse(await plain)!;
    }

    internal static Process Start(string program, string argument) => Process.Start(new ProcessStartInfo(program, argument)
    {
        WorkingDirectory = Folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}

/// <summary>A real SMTP server; ends with the test, however that ends, since its input closes.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly Process _node;
    private readonly ConcurrentQueue<JsonNode> _letters = new();

    private MailServer(Process node, int port) => (_node, Port) = (node, port);

    public int Port { get; }

    public IReadOnlyList<JsonNode> Letters => [.. _letters];

    public static async Task<MailServer> StartAsync()
    {
        await NodeMessages.NeedAsync();
        var node = NodeMessages.Start("node", "smtp.mjs");
        var first = JsonNode.Parse(await node.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await node.StandardError.ReadToEndAsync()))!;
        var server = new MailServer(node, first["port"]!.GetValue<int>());
        _ = server.ReadAsync();
        return server;
    }

    private async Task ReadAsync()
    {
        while (await _node.StandardOutput.ReadLineAsync() is { } line)
        {
            _letters.Enqueue(JsonNode.Parse(line)!);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _node.StandardInput.Close();
        await _node.WaitForExitAsync();
        _node.Dispose();
    }
}
