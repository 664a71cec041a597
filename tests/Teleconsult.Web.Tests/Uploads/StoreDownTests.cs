using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Teleconsult.Tests.Azurite;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>The photo store is down: words arrive all the same, photos are pending and come later without anybody's doing.</summary>
public sealed class StoreDownTests : IAsyncLifetime
{
    private readonly AzuriteServer _azurite = new();
    private RunningHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = new RunningHost { Settings = await _azurite.NewSettingsAsync() };
        await _host.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await _azurite.DisposeAsync();
    }

    [Fact]
    public async Task A_case_arrives_while_the_store_is_down_and_its_photo_follows_when_it_is_back()
    {
        using var worker = await Caller.SignInAsync(_host, "primary.care");
        using var doctor = await Caller.SignInAsync(_host, "dermatologist");
        using var tus = new HttpClient { BaseAddress = _host.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", worker.Token) } };
        var photo = DrawnPhoto.Of(300_000);
        await _azurite.StopAsync();

        var consult = await worker.SubmitAsync(Announcing(photo));
        using var sent = await tus.SendAsync(TusRequests.Create(photo, Guid.Parse(consult), photo.Bytes), Stop);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "server.busy"), (sent.StatusCode, await sent.CodeAsync()));
        Assert.NotNull(sent.Headers.RetryAfter);
        Assert.Equal("1.0.0", Assert.Single(sent.Headers.GetValues("Tus-Resumable")));
        Assert.Equal("arriving", await StateAsync(doctor, consult));
        (await doctor.PostAsync($"/api/consults/{consult}/claim", null)).Ok(); // words go on as ever
        Assert.Equal("Degraded", await tus.GetStringAsync("/health/ready", Stop));

        await _azurite.StartAsync();
        using var head = await tus.SendAsync(TusRequests.Head(photo), Stop); // all bytes are here: asking completes the photo

        Assert.Equal(300_000, head.Offset());
        Assert.Equal("stored", await StateAsync(doctor, consult));
        Assert.Equal(photo.Bytes, await tus.GetByteArrayAsync($"/api/photos/{photo.Id}", Stop));
        Assert.Equal("Healthy", await tus.GetStringAsync("/health/ready", Stop));
    }

    [Fact]
    public async Task A_stored_photo_cannot_be_read_while_the_store_is_down_and_nothing_else_breaks()
    {
        using var worker = await Caller.SignInAsync(_host, "primary.care");
        using var http = new HttpClient { BaseAddress = _host.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", worker.Token) } };
        var photo = DrawnPhoto.Of(50_000);
        var consult = await worker.SubmitAsync(Announcing(photo));
        (await http.SendAsync(TusRequests.Create(photo, Guid.Parse(consult), photo.Bytes), Stop)).EnsureSuccessStatusCode();

        await _azurite.StopAsync();

        using var answer = await http.GetAsync($"/api/photos/{photo.Id}", Stop);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "server.busy"), (answer.StatusCode, await answer.CodeAsync()));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"/api/photos/{photo.Id}/preview", Stop)).StatusCode);
        Assert.Equal("stored", await StateAsync(worker, consult));
    }

    private static JsonObject Announcing(DrawnPhoto photo)
    {
        var body = Bodies.Submission();
        var announced = Bodies.Photo(photo.Slot);
        announced["id"] = photo.Id.ToString();
        announced["bytes"] = photo.Bytes.Length;
        announced["sha256"] = photo.Sha256;
        body["photos"] = new JsonArray(announced);
        return body;
    }

    private static async Task<string> StateAsync(Caller caller, string consult) =>
        (await caller.GetAsync($"/api/consults/{consult}")).Ok()["photos"]![0]!["state"]!.ToString();
}
