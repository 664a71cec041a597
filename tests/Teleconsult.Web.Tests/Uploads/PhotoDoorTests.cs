using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>Reading photos, and announcing retakes.</summary>
public sealed class PhotoDoorTests(SharedUploadHost shared) : IClassFixture<SharedUploadHost>, IAsyncLifetime
{
    private readonly UploadHost _host = shared.Host;
    private readonly ServiceId _service = new(Guid.CreateVersion7());
    private readonly DrawnPhoto _photo = DrawnPhoto.Of(200_000);
    private Guid _consult;
    private HttpClient _nurse = null!;

    public async ValueTask InitializeAsync()
    {
        var nurse = await _host.AddPersonAsync(Role.Requester);
        _consult = await _host.SubmitAsync(nurse, _service, _photo);
        _nurse = _host.Client(nurse);
    }

    public ValueTask DisposeAsync()
    {
        _nurse.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_photo_is_there_when_it_is_stored_and_its_preview_before()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _nurse.GetAsync($"/api/photos/{_photo.Id}")).StatusCode);
        Assert.Equal([0xFF, 0xD8, 1, 2], await _nurse.GetByteArrayAsync($"/api/photos/{_photo.Id}/preview"));

        await StoreAsync();

        var answer = await _nurse.GetAsync($"/api/photos/{_photo.Id}");
        Assert.Equal(_photo.Bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("private, max-age=31536000, immutable, no-transform", answer.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_of_a_photo_are_served_and_what_the_browser_has_is_not_sent_again()
    {
        await StoreAsync();
        var range = new HttpRequestMessage(HttpMethod.Get, $"/api/photos/{_photo.Id}") { Headers = { Range = new RangeHeaderValue(65_530, 131_080) } };

        var part = await _nurse.SendAsync(range);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(_photo.Bytes[65_530..131_081], await part.Content.ReadAsByteArrayAsync());

        var again = new HttpRequestMessage(HttpMethod.Get, $"/api/photos/{_photo.Id}") { Headers = { IfNoneMatch = { part.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await _nurse.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task Those_who_see_the_case_see_its_photos_and_to_others_they_do_not_exist()
    {
        await StoreAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusForAsync(Role.Specialist, _service));
        Assert.Equal(HttpStatusCode.OK, await StatusForAsync(Role.Coordinator));
        Assert.Equal(HttpStatusCode.NotFound, await StatusForAsync(Role.Specialist, new ServiceId(Guid.CreateVersion7())));
        Assert.Equal(HttpStatusCode.NotFound, await StatusForAsync(Role.Requester));
        Assert.Equal(HttpStatusCode.NotFound, await StatusForAsync(Role.Coordinator, network: new NetworkId(Guid.CreateVersion7())));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusForAsync(Role.Administrator));
        using var stranger = new HttpClient { BaseAddress = _host.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync($"/api/photos/{_photo.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _nurse.GetAsync($"/api/photos/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task A_retake_is_announced_once_and_then_uploaded()
    {
        var retake = DrawnPhoto.Of(20_000);

        var first = await AnnounceAsync(retake);
        var again = await AnnounceAsync(retake);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal([0xFF, 0xD8, 9, 9], await _nurse.GetByteArrayAsync($"/api/photos/{retake.Id}/preview"));
        Assert.Equal(HttpStatusCode.Created, (await _nurse.SendAsync(TusRequests.Create(retake, _consult, retake.Bytes))).StatusCode);
        Assert.Equal(PhotoState.Stored, (await _host.PhotoAsync(retake)).State);
    }

    [Fact]
    public async Task A_retake_of_an_unknown_slot_or_with_another_photos_id_is_refused()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AnnounceAsync(new SlottedPhoto("elbow", DrawnPhoto.Of(600)))).StatusCode);
        Assert.Equal("photo.other-announced", await (await AnnounceAsync(DrawnPhoto.Of(600), _photo.Id)).CodeAsync());

        using var other = _host.Client(await _host.AddPersonAsync(Role.Requester));
        Assert.Equal(HttpStatusCode.NotFound, (await AnnounceAsync(DrawnPhoto.Of(600), client: other)).StatusCode);
    }

    private sealed record SlottedPhoto(string Slot, DrawnPhoto Photo);

    private Task<HttpResponseMessage> AnnounceAsync(SlottedPhoto photo) => AnnounceAsync(photo.Photo, slot: photo.Slot);

    private Task<HttpResponseMessage> AnnounceAsync(DrawnPhoto photo, Guid? id = null, string? slot = null, HttpClient? client = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/consults/{_consult}/photos/{id ?? photo.Id}")
        {
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
            Content = JsonContent.Create(new
            {
                slot = slot ?? photo.Slot,
                laterality = "none",
                bytes = photo.Bytes.Length,
                sha256 = photo.Sha256,
                takenAt = DateTimeOffset.UtcNow,
                preview = new byte[] { 0xFF, 0xD8, 9, 9 },
            }),
        };
        return (client ?? _nurse).SendAsync(request);
    }

    private async Task StoreAsync() =>
        Assert.Equal(HttpStatusCode.Created, (await _nurse.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes))).StatusCode);

    private async Task<HttpStatusCode> StatusForAsync(Role role, ServiceId? service = null, NetworkId? network = null)
    {
        using var http = _host.Client(await _host.AddPersonAsync(role, service, network));
        return (await http.GetAsync($"/api/photos/{_photo.Id}")).StatusCode;
    }
}
