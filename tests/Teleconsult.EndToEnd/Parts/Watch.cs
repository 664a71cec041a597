using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>Hears everything a browser complains of. A breach of the content security policy is never forgiven.</summary>
internal sealed class Watch
{
    private const string Policy = "POLICY";

    private readonly ConcurrentQueue<string> _heard = new();
    private readonly List<Regex> _expected = [];

    /// <summary>Browsers tell of requests that a test itself cut, refused or made while signed out.</summary>
    public static readonly Regex CutLines = new(@"net::ERR_|WebSocket|Connection disconnected|No interop methods are registered|Failed to (complete negotiation|start the (transport|connection))|status of (401|502|503)");

    public static async Task<Watch> OverAsync(IBrowserContext context)
    {
        var watch = new Watch();
        await context.AddInitScriptAsync($"addEventListener('securitypolicyviolation', (e) => console.error('{Policy}', e.effectiveDirective, e.blockedURI, e.sourceFile, e.lineNumber));");
        context.Console += (_, said) =>
        {
            if (said.Type == "error")
            {
                watch._heard.Enqueue($"{said.Text} ({said.Location})");
            }
        };
        context.WebError += (_, error) => watch._heard.Enqueue($"uncaught: {error.Error}");
        return watch;
    }

    /// <summary>What this test provokes on purpose.</summary>
    public void Expect(Regex lines) => _expected.Add(lines);

    public void HeardNothing()
    {
        var complaints = _heard.Where(line => line.StartsWith(Policy, StringComparison.Ordinal) || !_expected.Exists(e => e.IsMatch(line))).ToList();
        Assert.True(complaints.Count == 0, string.Join(Environment.NewLine, complaints));
    }
}
