using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace Teleconsult.Tests.Nodes;

/// <summary>HAProxy with the product's own file, <c>infra/haproxy.cfg</c>, before two nodes on the loopback. It ends with this process.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/haproxy";
    private const string Missing = "HAProxy is missing: apt-get install haproxy.";

    // The shell's input is this process: when it ends, in whatever way, the read does too, and takes the balancer along.
    private const string Script =
        """
        "$1" -db -f "$2" >"$3" 2>&1 </dev/null &
        balancer=$!
        read -r _ || true
        { kill -KILL "$balancer"; wait; } 2>/dev/null
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("teleconsult-balancer-").FullName;
    private readonly Process _shell;

    /// <param name="tls">By TLS too, with a certificate of its own making.</param>
    public Balancer(NodeProcess a, NodeProcess b, bool tls = false)
    {
        Plain = new Uri($"http://127.0.0.1:{NodeProcess.FreePort()}");
        Address = tls ? new Uri($"https://127.0.0.1:{NodeProcess.FreePort()}") : Plain;
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true };
        foreach (var argument in (string[])["-c", Script, "bash", Program, Path.Combine(Folders.Root, "infra", "haproxy.cfg"), Log])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TELECONSULT_BIND"] = Plain.Authority;
        if (tls)
        {
            start.Environment["TELECONSULT_TLS"] = Address.Authority;
            start.Environment["TELECONSULT_CERTIFICATE"] = MakeCertificate();
        }

        start.Environment["TELECONSULT_NODE_A"] = a.Address.Authority;
        start.Environment["TELECONSULT_NODE_B"] = b.Address.Authority;
        _shell = Process.Start(start)!;
    }

    /// <summary>Where clients come: by TLS if it has any.</summary>
    public Uri Address { get; }

    public Uri Plain { get; }

    private string Log => Path.Combine(_folder, "log");

    public static bool IsThere => File.Exists(Program);

    /// <summary>Leaves the test out where HAProxy is missing; in CI that is a failure.</summary>
    public static void Need()
    {
        if (!IsThere && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(Missing);
        }

        Assert.SkipUnless(IsThere, Missing);
    }

    /// <summary>Ends when the balancer has given a stranger to this node. Who else is given to whom, the open connections decide.</summary>
    public async Task GivesToAsync(string node)
    {
        for (var until = Environment.TickCount64 + 60_000; ; await Task.Delay(20))
        {
            var given = await TryAskAsync();
            if (given == node)
            {
                return;
            }

            if (Environment.TickCount64 > until)
            {
                Assert.Fail($"The balancer gives to {given}, not to {node}: {await File.ReadAllTextAsync(Log)}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=teleconsult.test", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = Path.Combine(_folder, "certificate.pem");
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }

    /// <summary>Which node a stranger is given, by the cookie that keeps them there.</summary>
    private async Task<string> TryAskAsync()
    {
        using var handler = new SocketsHttpHandler { UseCookies = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=teleconsult.test";
        using var http = new HttpClient(handler) { BaseAddress = Address };
        try
        {
            using var answer = await http.GetAsync(new Uri("/styles/tokens.css", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            var cookie = answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.First(c => c.StartsWith("node=", StringComparison.Ordinal)) : "";
            return answer.IsSuccessStatusCode ? cookie.Split('=', ';')[1] : $"{(int)answer.StatusCode}";
        }
        catch (HttpRequestException)
        {
            return "nobody";
        }
    }
}
