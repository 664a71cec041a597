using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Teleconsult.Tests.PostgreSql;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Setup;

/// <summary>The built host as its own process: what stops it says so in one line, what starts serves whole files.</summary>
public sealed class StartTests(PostgreSqlCluster cluster) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("teleconsult-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Photos:Store", "Floppy", "Set it to FileSystem")]
    [InlineData("Photos:Store", "AzureBlob", "copy it from the portal")]
    [InlineData("Photos:FileSystem:Threads", "99", "use 1 to 64")]
    [InlineData("ConnectionStrings:Teleconsult", "nonsense", "Data Source=FILE")]
    [InlineData("ConnectionStrings:Teleconsult", "Host=127.0.0.1;Port=1;Database=teleconsult;Username=nobody", "start it, or correct Host and Port")]
    [InlineData("ConnectionStrings:Teleconsult", "Host=127.0.0.1", "Database=NAME")]
    [InlineData("ConnectionStrings:Teleconsult", "Host=127.0.0.1;Database=teleconsult;Colour=blue", "Data Source=FILE")]
    [InlineData("ConnectionStrings:Teleconsult", "Host=CLUSTER;Database=nowhere;Username=teleconsult", "create it (createdb)")]
    [InlineData("ConnectionStrings:Teleconsult", "Host=CLUSTER;Database=postgres;Username=nobody", "correct Username and Password")]
    [InlineData("ConnectionStrings:Teleconsult", "Host=CLUSTER;Database=postgres;Username=teleconsult", "owner of the database")]
    [InlineData("Demo:Password", "short", "at least 12 characters")]
    [InlineData("Data:Folder", "FILE", "name a folder")]
    [InlineData("Languages:OfferUnreviewed", "tlh", "no words in it")]
    [InlineData("Proxies:Known", "10.0.3.0/24, nginx", "neither an address nor a network")]
    [InlineData("Keys:MasterKeyFile", "FILE", "no file of 32 bytes")]
    [InlineData("Secrets:Folder", "FILE", "no folder")]
    public async Task A_wrong_setting_stops_the_start_with_one_line(string key, string value, string mend)
    {
        var file = Path.Combine(_folder, "a-file");
        await File.WriteAllTextAsync(file, "");
        if (value.Contains("CLUSTER", StringComparison.Ordinal))
        {
            PostgreSqlCluster.Need();
            value = value.Replace("CLUSTER", await cluster.SocketFolderAsync(), StringComparison.Ordinal);
        }

        using var host = new HostProcess("Development", Path.Combine(_folder, "data"), $"--{key}", value == "FILE" ? file : value);

        Assert.Equal(1, await host.ExitAsync());
        var line = Assert.Single(host.Errors);
        Assert.Contains(key, line, StringComparison.Ordinal);
        Assert.Contains(mend, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_does_not_start_on_demo_data()
    {
        var data = Path.Combine(_folder, "data");
        using (var development = new HostProcess("Development", data, "--Demo:Password", RunningHost.Password))
        {
            await development.AddressAsync();
        }

        using var production = new HostProcess("Production", data);
        Assert.Equal(1, await production.ExitAsync());
        Assert.Contains("demo accounts", Assert.Single(production.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_the_printed_code_becomes_the_first_administrator_once()
    {
        using var host = new HostProcess("Production", Path.Combine(_folder, "data"));
        using var browser = new HttpClient { BaseAddress = await host.AddressAsync() };
        var code = (await host.SaidAsync("    Code        ")).Split(' ')[0];

        var page = await browser.GetStringAsync("/setup");
        var wrong = await BeginAsync(browser, page, "another-code");
        Assert.Contains("not the code", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/sign-in", (await BeginAsync(browser, page, code)).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("/sign-in", (await browser.GetAsync("/setup")).RequestMessage!.RequestUri!.AbsolutePath); // somebody governs now
        var login = await browser.PostAsJsonAsync("/api/auth/login", new { email = "first.one", password = "a password of my own", deviceId = Guid.NewGuid() });
        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
    }

    private static Task<HttpResponseMessage> BeginAsync(HttpClient browser, string page, string code)
    {
        var token = page.Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        return browser.PostAsync("/setup", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "setup",
            ["__RequestVerificationToken"] = token,
            ["Input.Code"] = code,
            ["Input.Network"] = "Hill network",
            ["Input.Zone"] = "Africa/Nairobi",
            ["Input.Emergency"] = "112",
            ["Input.Name"] = "First One",
            ["Input.UserName"] = "first.one",
            ["Input.Password"] = "a password of my own",
        }));
    }

    [Fact]
    public async Task Another_master_key_stops_the_start_before_anything_is_written_with_it()
    {
        var data = Path.Combine(_folder, "data");
        using (var first = new HostProcess("Production", data))
        {
            await first.AddressAsync();
        }

        var other = Path.Combine(_folder, "other.key");
        await File.WriteAllBytesAsync(other, System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        using var second = new HostProcess("Production", data, "--Keys:MasterKeyFile", other);
        Assert.Equal(1, await second.ExitAsync());
        Assert.Contains("is not the master key of this database", Assert.Single(second.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_read_from_files()
    {
        var secrets = Directory.CreateDirectory(Path.Combine(_folder, "secrets")).FullName;
        await File.WriteAllTextAsync(Path.Combine(secrets, "ConnectionStrings__Teleconsult"), "Data Source=named-by-a-secret.db\n");
        await File.WriteAllBytesAsync(Path.Combine(secrets, "master.key"), System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        using var host = new HostProcess("Production", Path.Combine(_folder, "data"), "--Secrets:Folder", secrets, "--Keys:MasterKeyFile", Path.Combine(secrets, "master.key"));
        await host.AddressAsync();

        Assert.True(File.Exists(Path.Combine(_folder, "data", "named-by-a-secret.db")));
        Assert.False(File.Exists(Path.Combine(_folder, "data", "keys", "master.key")));
    }

    [Fact]
    public async Task A_plain_run_outside_Development_serves_whole_files_and_knows_no_demo_account()
    {
        using var host = new HostProcess("Production", Path.Combine(_folder, "data"));
        using var client = new HttpClient { BaseAddress = await host.AddressAsync() };

        Assert.Contains(":root", await client.GetStringAsync("/styles/tokens.css"), StringComparison.Ordinal);
        Assert.Contains("<script", await client.GetStringAsync("/field/"), StringComparison.Ordinal);
        Assert.Contains("<form", await client.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        using var body = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        (await Answer.ReadAsync(await client.PostAsync("/api/auth/login", body))).Refused(400, "body.invalid");
        using var login = new StringContent(
            $$"""{"email":"coordinator@demo.example","password":"{{RunningHost.Password}}","deviceId":"{{Guid.NewGuid()}}"}""", System.Text.Encoding.UTF8, "application/json");
        (await Answer.ReadAsync(await client.PostAsync("/api/auth/login", login))).Refused(401, "auth.wrong");
        await SpeaksReviewedLanguagesOnlyAsync(client);
    }

    [Fact]
    public async Task A_language_that_a_setting_offers_before_its_review_is_warned_of_at_the_start()
    {
        using var host = new HostProcess("Production", Path.Combine(_folder, "data"), "--Languages:OfferUnreviewed", "fr");
        using var client = new HttpClient { BaseAddress = await host.AddressAsync() };

        Assert.Contains(host.Lines, l => l.Contains("Languages:OfferUnreviewed offers fr although no clinician has reviewed", StringComparison.Ordinal));
        client.DefaultRequestHeaders.Add("Accept-Language", "fr");
        var page = await client.GetStringAsync("/sign-in");
        Assert.Contains("<html lang=\"fr\"", page, StringComparison.Ordinal);
        Assert.Contains("aucun clinicien", page, StringComparison.Ordinal); // marked all the same
    }

    private static async Task SpeaksReviewedLanguagesOnlyAsync(HttpClient client)
    {
        client.DefaultRequestHeaders.Add("Accept-Language", "fr");
        var page = await client.GetStringAsync("/sign-in");
        Assert.Contains("<html lang=\"en\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"language\"", page, StringComparison.Ordinal); // nothing to choose
        Assert.DoesNotContain("\"fr\"", await client.GetStringAsync("/api/languages"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/words/fr/common.json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/words/en/common.json")).StatusCode);
        var assets = Path.Combine(Corpus.Repository, "wwwroot", "field", "assets");
        Assert.SkipUnless(Directory.Exists(assets), "The field app is not built.");
        foreach (var (tag, answer) in new[] { ("fr", HttpStatusCode.NotFound), ("en", HttpStatusCode.OK) })
        {
            var words = Directory.GetFiles(assets, $"words-{tag}-*.js");
            Assert.Equal(2, words.Length); // those of the first load, and those of later screens
            foreach (var file in words)
            {
                Assert.Equal(answer, (await client.GetAsync($"/field/assets/{Path.GetFileName(file)}")).StatusCode);
            }
        }
    }

    /// <summary>The host as built, on a free port of the loopback.</summary>
    private sealed class HostProcess : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
        private readonly Process _process;
        private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<string> _errors = [];
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = [];

        public HostProcess(string environment, string data, params string[] settings)
        {
            var built = Path.Combine(Corpus.Repository, "src", "Teleconsult.Web", Path.GetRelativePath(
                Path.Combine(Corpus.Repository, "tests", "Teleconsult.Web.Tests"), AppContext.BaseDirectory), "Teleconsult.Web.dll");
            var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(built)! };
            foreach (var argument in (string[])[built, "--urls", "http://127.0.0.1:0", "--Data:Folder", data, .. settings])
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
            start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information"; // where it says its address
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, line) => Find(line.Data);
            _process.ErrorDataReceived += (_, line) =>
            {
                if (line.Data is { Length: > 0 } text)
                {
                    _errors.Add(text);
                }
            };
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public IReadOnlyList<string> Errors => _errors;

        public IEnumerable<string> Lines => _lines;

        public Task<Uri> AddressAsync() => _address.Task.WaitAsync(Patience);

        /// <summary>What follows on the line that begins so.</summary>
        public async Task<string> SaidAsync(string begins)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (true)
            {
                if (_lines.FirstOrDefault(l => l.StartsWith(begins, StringComparison.Ordinal)) is { } line)
                {
                    return line[begins.Length..].Trim();
                }

                await Task.Delay(50, patience.Token);
            }
        }

        public async Task<int> ExitAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit();
            }

            _process.Dispose();
        }

        private void Find(string? line)
        {
            _lines.Enqueue(line ?? "");
            const string Says = "Now listening on: ";
            if (line?.IndexOf(Says, StringComparison.Ordinal) is { } at and >= 0)
            {
                _address.TrySetResult(new Uri(line[(at + Says.Length)..].Trim()));
            }
        }
    }
}
