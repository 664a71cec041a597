using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Teleconsult.Tests;
using Teleconsult.Tests.Azurite;
using Teleconsult.Tests.Nodes;
using Teleconsult.Tests.PostgreSql;
using Teleconsult.Web.Tests.Support;
using Teleconsult.Web.Tests.Uploads;
using Xunit;

namespace Teleconsult.Web.Tests.Nodes;

/// <summary>Two real nodes take a machine's cores: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(ManyNodesTests), DisableParallelization = true)]
public sealed class Alone;

public sealed class SharedTwoNodes(PostgreSqlCluster cluster) : IAsyncLifetime
{
    private readonly AzuriteServer _azurite = new();

    internal TwoNodes Nodes { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlCluster.IsThere && Balancer.IsThere && AzuriteServer.IsThere)
        {
            Nodes = await TwoNodes.StartAsync(cluster, _azurite);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Nodes is not null)
        {
            await Nodes.DisposeAsync();
        }

        await _azurite.DisposeAsync();
    }
}

/// <summary>
/// Two host processes on one PostgreSQL and one Azurite behind HAProxy, under a bounded load, and one of them is killed in the
/// middle: nothing that was acknowledged is lost, nothing is there twice, uploads go on and notices cross.
/// </summary>
[Collection(nameof(ManyNodesTests))]
public sealed partial class ManyNodesTests : IClassFixture<SharedTwoNodes>
{
    private const int Photo = 120_000;
    private const int Piece = 40_000;

    private readonly ConcurrentBag<SentCase> _stored = [];
    private readonly ConcurrentBag<Guid> _advised = [];
    private readonly TwoNodes _nodes;

    public ManyNodesTests(SharedTwoNodes shared)
    {
        TwoNodes.Need();
        _nodes = shared.Nodes;
    }

    [Fact]
    public async Task A_node_killed_in_the_middle_loses_nothing_acknowledged_and_doubles_nothing()
    {
        var (writers, cases, kills) = FullRun.Is ? (12, 60, 8) : (6, 8, 1);
        using var doctor = await Caller.SignInAsync(_nodes.Balancer.Address, "dermatologist", TwoNodes.Password);
        var before = (await _nodes.AskAsync<long>("select count(*) from consults"))[0]; // other tests may have sent some to the same nodes
        var cursor = (await doctor.GetAsync("/api/sync?limit=500")).Ok()["cursor"]!.ToString();
        await using var steady = new Listener(_nodes.B.Address, doctor, cursor);
        await using var moved = new Listener(_nodes.Balancer.Address, doctor, cursor);
        var work = Task.WhenAll([.. Enumerable.Range(0, writers).Select(w => WriteAsync(w, cases)), AnswerAsync(doctor, writers * cases / 6)]);

        await KillAgainAndAgainAsync(work, kills, every: writers * cases / (kills + 2));

        await work;
        Assert.Equal((writers * cases) + kills, _stored.Count);
        var all = _stored.Select(c => c.Id).ToList();
        foreach (var listener in new[] { steady, moved })
        {
            await listener.HearsAsync("photoStored", all);
            await listener.HearsAsync("adviceReleased", [.. _advised]);
            Assert.Equal(listener.Heard.Distinct(), listener.Heard);
        }

        Assert.Equal(1, steady.Lines); // the node that lived never broke its line
        await AssertTrueAsync(doctor, before);
    }

    [Fact]
    public async Task Who_signed_in_on_one_node_is_known_on_the_other_and_forms_cross()
    {
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false });
        var page = await browser.GetStringAsync(new Uri(_nodes.A.Address, "/sign-in"));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = ForgeryToken().Match(page).Groups[1].Value,
            ["Input.Name"] = "dermatologist@demo.example",
            ["Input.Password"] = TwoNodes.Password,
        });
        using var signedIn = await browser.PostAsync(new Uri(_nodes.B.Address, "/sign-in"), form); // the form of one node, sent to the other
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);

        foreach (var node in new[] { _nodes.A, _nodes.B })
        {
            using var home = await browser.GetAsync(node.Address); // cookies do not know ports
            Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        }

        using var worker = await Caller.SignInAsync(_nodes.A.Address, "primary.care", TwoNodes.Password);
        Assert.Equal(HttpStatusCode.OK, (await Stubborn.SendAsync(ClientOf(worker, _nodes.B.Address), HttpMethod.Get, "/api/me")).Status);
        var keys = await _nodes.AskAsync<string>("select \"Value\" from facts where \"Name\" like 'protection-key:%'");
        Assert.Single(keys); // nodes that start together do not each make one
        Assert.DoesNotContain("<key", Encoding.UTF8.GetString(Convert.FromBase64String(keys[0])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dump_put_into_a_new_database_has_every_case_and_photo_and_begins_a_new_epoch()
    {
        using var worker = await Caller.SignInAsync(_nodes.Balancer.Address, "primary.care", TwoNodes.Password);
        using var http = ClientOf(worker, _nodes.Balancer.Address);
        var one = new SentCase(Photo);
        await one.SubmitAsync(http);
        await one.UploadAsync(http, Photo);
        var cursor = (await worker.GetAsync("/api/sync?limit=500")).Ok()["cursor"]!.ToString();
        var cases = await _nodes.AskAsync<Guid>("select \"Id\" from consults order by 1");

        var restored = await _nodes.RestoreAsync(await _nodes.BackUpAsync());

        Assert.Equal(cases, await TwoNodes.AskAsync<Guid>(restored, "select \"Id\" from consults order by 1"));
        await using var node = _nodes.Another("restored", restored);
        await node.StartAsync();
        using var after = ClientOf(worker, node.Address); // the sign-in is good: its keys were in the dump
        Assert.Equal(HttpStatusCode.Gone, (await Stubborn.SendAsync(after, HttpMethod.Get, $"/api/sync?after={Uri.EscapeDataString(cursor)}")).Status);
        Assert.Equal(one.Photo.Bytes, await after.GetByteArrayAsync($"/api/photos/{one.Photo.Id}"));
        var read = (await Stubborn.SendAsync(after, HttpMethod.Get, $"/api/consults/{one.Id}")).Ok();
        Assert.Equal($"What is this? {one.Id}", read["question"]!.ToString());
        var next = new SentCase(Photo); // its tables give out ids where they were
        await next.SubmitAsync(after);
        await next.UploadAsync(after, Photo);
    }

    [Fact]
    public async Task By_TLS_the_balancer_says_so_to_the_node_and_plain_requests_are_led_there()
    {
        await using var balancer = new Balancer(_nodes.A, _nodes.B, tls: true);
        await balancer.GivesToAsync("a");
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=teleconsult.test";
        using var browser = new HttpClient(handler) { BaseAddress = balancer.Address };
        var page = await browser.GetStringAsync("/sign-in");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = ForgeryToken().Match(page).Groups[1].Value,
            ["Input.Name"] = "dermatologist@demo.example",
            ["Input.Password"] = TwoNodes.Password,
        });

        using var signedIn = await browser.PostAsync("/sign-in", form);

        Assert.True(signedIn.Headers.Contains("Strict-Transport-Security"));
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), c => c.StartsWith("teleconsult=", StringComparison.Ordinal));
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        using var plain = await browser.GetAsync(balancer.Plain);
        Assert.Equal(HttpStatusCode.PermanentRedirect, plain.StatusCode);
        using var health = await browser.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.NotFound, health.StatusCode); // for monitors inside, not for strangers
    }

    private async Task KillAgainAndAgainAsync(Task work, int kills, int every)
    {
        for (var kill = 1; kill <= kills; kill++)
        {
            await Task.WhenAny(work, UntilAsync(() => _stored.Count >= every * kill));
            await using var hanging = await HangingAsync(_nodes.A);
            await _nodes.A.KillAsync();
            await hanging.GoOnAsync(_nodes.B.Address);
            await _nodes.A.StartAsync();
            await _nodes.Balancer.GivesToAsync("a");
        }
    }

    /// <summary>A worker sends one case after the other, by the balancer.</summary>
    private async Task WriteAsync(int writer, int cases)
    {
        using var worker = await Caller.SignInAsync(_nodes.Balancer.Address, writer % 2 == 0 ? "primary.care" : "community.worker", TwoNodes.Password);
        using var http = ClientOf(worker, _nodes.Balancer.Address);
        for (var i = 0; i < cases; i++)
        {
            var one = new SentCase(Photo);
            await one.SubmitAsync(http);
            await one.UploadAsync(http, Piece);
            _stored.Add(one);
        }
    }

    /// <summary>The specialist answers some of the cases meanwhile: claims and advice that a kill may cut.</summary>
    private async Task AnswerAsync(Caller doctor, int most)
    {
        using var http = ClientOf(doctor, _nodes.Balancer.Address);
        while (_advised.Count < most)
        {
            await UntilAsync(() => _stored.Count > _advised.Count);
            var consult = _stored.Select(c => c.Id).Except(_advised).First();
            (await Stubborn.SendAsync(http, HttpMethod.Post, $"/api/consults/{consult}/claim", key: Guid.NewGuid())).Ok();
            var advice = Encoding.UTF8.GetBytes(Bodies.Advice().ToJsonString());
            Answer sent;
            do
            {
                // A photo may come between reading and sending: 412, and the specialist looks again.
                var seen = (await Stubborn.SendAsync(http, HttpMethod.Get, $"/api/consults/{consult}")).Tag;
                sent = await Stubborn.SendAsync(http, HttpMethod.Post, $"/api/consults/{consult}/advice", advice, Guid.NewGuid(), seen);
            }
            while (sent.Status is HttpStatusCode.PreconditionFailed);
            sent.Ok();
            _advised.Add(consult);
        }
    }

    /// <summary>A phone in the middle of its photo at one node: one piece acknowledged, of the next one half sent and then silence.</summary>
    private async Task<HangingPhone> HangingAsync(NodeProcess node)
    {
        using var worker = await Caller.SignInAsync(_nodes.B.Address, "home.care", TwoNodes.Password);
        var phone = new HangingPhone(worker.Token, new SentCase(Photo));
        await phone.BeginAsync(node.Address, Piece);
        _stored.Add(phone.Case);
        return phone;
    }

    private async Task AssertTrueAsync(Caller doctor, long before)
    {
        using var http = ClientOf(doctor, _nodes.B.Address);
        foreach (var one in _stored)
        {
            var photo = await http.GetByteArrayAsync($"/api/photos/{one.Photo.Id}");
            Assert.True(photo.AsSpan().SequenceEqual(one.Photo.Bytes), $"Photo {one.Photo.Id} is another one.");
            // A piece that was cut is sent again; whatever was acknowledged never is.
            Assert.InRange(one.Sent, one.Photo.Bytes.Length, one.Photo.Bytes.Length + (20 * Piece));
        }

        Assert.Equal(before + _stored.Count, (await _nodes.AskAsync<long>("select count(*) from consults"))[0]);
        Assert.Equal(before + _stored.Count, (await _nodes.AskAsync<long>("select count(distinct \"Number\") from consults"))[0]);
        Assert.Equal(0, (await _nodes.AskAsync<long>(
            "select count(*) from (select \"Stream\" from events where \"Kind\" = 1 group by \"Stream\" having count(*) <> max(\"Version\")) gaps"))[0]);
        Assert.Empty(await _nodes.AskAsync<string>(
            "select \"Type\" || ' ' || \"Stream\" from events where \"Type\" in ('consultSubmitted', 'photoStored', 'consultClaimed', 'adviceSent', 'adviceReleased') "
            + "group by \"Stream\", \"Type\" having count(*) > 1"));
        Assert.Equal(_advised.Count, (await _nodes.AskAsync<long>("select count(*) from events where \"Type\" = 'adviceReleased'"))[0]);
    }

    private static HttpClient ClientOf(Caller caller, Uri address) => new(new SocketsHttpHandler { UseCookies = false })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new("Bearer", caller.Token) },
    };

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var until = Environment.TickCount64 + FullRun.Or(120_000, 600_000); !condition(); await Task.Delay(20))
        {
            Assert.True(Environment.TickCount64 < until, "What was waited for did not come.");
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex ForgeryToken();
}
