using System.Net;
using System.Security.Cryptography;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>tus 1.0.0, one demand of the protocol at a time, by raw requests.</summary>
public sealed class UploadProtocolTests(SharedUploadHost shared) : IClassFixture<SharedUploadHost>, IAsyncLifetime
{
    private readonly UploadHost _host = shared.Host;
    private Guid _nurse;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _nurse = await _host.AddPersonAsync(Role.Requester);
        _http = _host.Client(_nurse);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_server_says_what_it_offers_before_anybody_signs_in()
    {
        using var stranger = new HttpClient { BaseAddress = _host.Address };

        var said = await stranger.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/uploads"));

        Assert.Equal(HttpStatusCode.NoContent, said.StatusCode);
        Assert.Equal("1.0.0", Assert.Single(said.Headers.GetValues("Tus-Version")));
        Assert.Equal("creation,creation-with-upload,checksum,expiration,termination", Assert.Single(said.Headers.GetValues("Tus-Extension")));
        Assert.Equal("26214400", Assert.Single(said.Headers.GetValues("Tus-Max-Size")));
        Assert.Equal("sha1,sha256", Assert.Single(said.Headers.GetValues("Tus-Checksum-Algorithm")));
    }

    [Fact]
    public async Task A_photo_goes_in_one_request_and_leaves_neither_row_nor_file()
    {
        var (photo, consult) = await AnnounceAsync(300_000);

        var answer = await SendAsync(TusRequests.Create(photo, consult, photo.Bytes), HttpStatusCode.Created);

        Assert.Equal($"/api/uploads/{photo.Id}", answer.Headers.Location!.OriginalString);
        Assert.Equal(photo.Bytes.Length, answer.Offset());
        Assert.Equal(PhotoState.Stored, (await _host.PhotoAsync(photo)).State);
        Assert.Null(await _host.RowAsync(photo));
        Assert.False(File.Exists(_host.PartOf(photo)));
    }

    [Fact]
    public async Task A_photo_goes_in_parts_and_HEAD_says_where_it_stands()
    {
        var (photo, consult) = await AnnounceAsync(100_000);
        await SendAsync(TusRequests.Create(photo, consult), HttpStatusCode.Created);

        var first = await SendAsync(TusRequests.Patch(photo, 0, photo.Bytes[..40_000]), HttpStatusCode.NoContent);
        var head = await SendAsync(TusRequests.Head(photo), HttpStatusCode.OK);

        Assert.Equal((40_000, 40_000), (first.Offset(), head.Offset()));
        Assert.True(first.Headers.Contains("Upload-Expires"));
        Assert.Equal("100000", Assert.Single(head.Headers.GetValues("Upload-Length")));
        Assert.True(head.Headers.CacheControl!.NoStore);
        Assert.Equal(40_000, (await _host.RowAsync(photo))!.Offset);

        await SendAsync(TusRequests.Patch(photo, 40_000, photo.Bytes[40_000..]), HttpStatusCode.NoContent);
        Assert.Equal(PhotoState.Stored, (await _host.PhotoAsync(photo)).State);
        Assert.Null(await _host.RowAsync(photo));
    }

    [Fact]
    public async Task Creating_again_finds_the_same_upload_and_skips_what_has_come()
    {
        var (photo, consult) = await AnnounceAsync(100_000);
        await SendAsync(TusRequests.Create(photo, consult, photo.Bytes[..30_000]), HttpStatusCode.Created);

        var again = await SendAsync(TusRequests.Create(photo, consult), HttpStatusCode.Created);
        Assert.Equal(30_000, again.Offset());

        var whole = await SendAsync(TusRequests.Create(photo, consult, photo.Bytes), HttpStatusCode.Created);
        Assert.Equal(100_000, whole.Offset());
        Assert.Equal(PhotoState.Stored, (await _host.PhotoAsync(photo)).State);
    }

    [Fact]
    public async Task What_is_stored_stays_stored_whatever_is_repeated()
    {
        var (photo, consult) = await AnnounceAsync(10_000);
        await SendAsync(TusRequests.Create(photo, consult, photo.Bytes), HttpStatusCode.Created);

        Assert.Equal(10_000, (await SendAsync(TusRequests.Head(photo), HttpStatusCode.OK)).Offset());
        Assert.Equal(10_000, (await SendAsync(TusRequests.Create(photo, consult), HttpStatusCode.Created)).Offset());
        Assert.Equal(10_000, (await SendAsync(TusRequests.Patch(photo, 10_000, []), HttpStatusCode.NoContent)).Offset());
        Assert.Equal("upload.stored", await (await SendAsync(TusRequests.Delete(photo), HttpStatusCode.Conflict)).CodeAsync());
    }

    [Theory]
    [InlineData("Tus-Resumable", "0.2.2", 412, "upload.version")]
    [InlineData("Upload-Length", "-1", 400, "upload.length")]
    [InlineData("Upload-Length", "26214401", 413, "photo.too-large")]
    [InlineData("Upload-Length", "9999", 422, "photo.other-announced")]
    [InlineData("Upload-Metadata", "photo !", 400, "upload.metadata")]
    [InlineData("Upload-Metadata", "photo bm8=", 400, "upload.metadata")]
    [InlineData("Upload-Checksum", "crc32 AAAA", 400, "upload.checksum-unknown")]
    [InlineData("Upload-Checksum", "sha1 AAAA", 400, "upload.checksum-unknown")]
    public async Task A_creation_that_the_protocol_forbids_is_refused(string header, string value, int status, string code)
    {
        var (photo, consult) = await AnnounceAsync(10_000);

        var answer = await SendAsync(TusRequests.Create(photo, consult).WithHeader(header, value), (HttpStatusCode)status);

        Assert.Equal(code, await answer.CodeAsync());
        Assert.True(answer.Headers.Contains("Tus-Resumable"));
        Assert.Equal(status == 412, answer.Headers.Contains("Tus-Version"));
        await SendAsync(TusRequests.Head(photo), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Metadata_must_say_what_was_announced()
    {
        var (photo, consult) = await AnnounceAsync(10_000);
        string Spoiled(string? c = null, string? slot = null, string? hash = null) =>
            TusRequests.Metadata(photo.Id.ToString(), c ?? consult.ToString(), slot ?? photo.Slot, hash ?? photo.Sha256);

        foreach (var metadata in new[] { Spoiled(c: Guid.NewGuid().ToString()), Spoiled(slot: "close"), Spoiled(hash: new string('0', 64)) })
        {
            var answer = await SendAsync(TusRequests.Create(photo, consult).WithHeader("Upload-Metadata", metadata), HttpStatusCode.UnprocessableEntity);
            Assert.Equal("photo.other-announced", await answer.CodeAsync());
        }
    }

    [Fact]
    public async Task An_append_needs_its_content_type_and_its_offset()
    {
        var (photo, consult) = await AnnounceAsync(10_000);
        await SendAsync(TusRequests.Create(photo, consult), HttpStatusCode.Created);
        var typed = TusRequests.Patch(photo, 0, photo.Bytes);
        typed.Content!.Headers.ContentType = new("application/octet-stream");

        Assert.Equal("upload.media-type", await (await SendAsync(typed, HttpStatusCode.UnsupportedMediaType)).CodeAsync());
        Assert.Equal("upload.offset", await (await SendAsync(TusRequests.Patch(photo, 0, []).WithHeader("Upload-Offset", "x"), HttpStatusCode.BadRequest)).CodeAsync());
    }

    [Fact]
    public async Task A_wrong_offset_is_a_conflict_that_says_the_right_one()
    {
        var (photo, consult) = await AnnounceAsync(10_000);
        await SendAsync(TusRequests.Create(photo, consult, photo.Bytes[..4_000]), HttpStatusCode.Created);

        var answer = await SendAsync(TusRequests.Patch(photo, 3_999, photo.Bytes[3_999..]), HttpStatusCode.Conflict);

        Assert.Equal((4_000, "upload.wrong-offset"), (answer.Offset(), await answer.CodeAsync()));
        Assert.Equal(4_000, (await SendAsync(TusRequests.Head(photo), HttpStatusCode.OK)).Offset());
    }

    [Fact]
    public async Task More_than_was_announced_is_refused_and_discarded_also_without_a_length()
    {
        var (photo, consult) = await AnnounceAsync(10_000);
        await SendAsync(TusRequests.Create(photo, consult, photo.Bytes[..4_000]), HttpStatusCode.Created);
        var chunked = TusRequests.Patch(photo, 4_000, new byte[6_001]);
        chunked.Headers.TransferEncodingChunked = true;

        Assert.Equal("upload.too-long", await (await SendAsync(TusRequests.Patch(photo, 4_000, new byte[6_001]), HttpStatusCode.RequestEntityTooLarge)).CodeAsync());
        Assert.Equal("upload.too-long", await (await SendAsync(chunked, HttpStatusCode.RequestEntityTooLarge)).CodeAsync());
        Assert.Equal(4_000, (await SendAsync(TusRequests.Head(photo), HttpStatusCode.OK)).Offset());
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    public async Task A_part_whose_checksum_is_wrong_is_discarded_alone(string algorithm)
    {
        var (photo, consult) = await AnnounceAsync(10_000);
        await SendAsync(TusRequests.Create(photo, consult, photo.Bytes[..4_000]), HttpStatusCode.Created);
        var part = photo.Bytes[4_000..8_000];
        var sum = $"{algorithm} {Convert.ToBase64String(CryptographicOperations.HashData(new HashAlgorithmName(algorithm.ToUpperInvariant()), part))}";

        var wrong = await SendAsync(TusRequests.Patch(photo, 4_000, [.. part[1..], 0]).WithHeader("Upload-Checksum", sum), (HttpStatusCode)460);
        Assert.Equal((4_000, "upload.checksum"), (wrong.Offset(), await wrong.CodeAsync()));

        var right = await SendAsync(TusRequests.Patch(photo, 4_000, part).WithHeader("Upload-Checksum", sum), HttpStatusCode.NoContent);
        Assert.Equal(8_000, right.Offset());
    }

    [Fact]
    public async Task A_whole_that_is_not_what_was_announced_starts_again()
    {
        var (photo, consult) = await AnnounceAsync(10_000);
        var changed = photo.Bytes.ToArray();
        changed[5_000] ^= 1;

        var answer = await SendAsync(TusRequests.Create(photo, consult, changed), (HttpStatusCode)460);

        Assert.Equal((0, "upload.checksum"), (answer.Offset(), await answer.CodeAsync()));
        Assert.Equal(PhotoState.Arriving, (await _host.PhotoAsync(photo)).State);
        await SendAsync(TusRequests.Create(photo, consult, photo.Bytes), HttpStatusCode.Created);
        Assert.Equal(PhotoState.Stored, (await _host.PhotoAsync(photo)).State);
    }

    [Fact]
    public async Task Bytes_that_were_harmed_on_the_way_are_not_blamed_on_the_photo()
    {
        var (photo, consult) = await AnnounceAsync(10_000);

        var answer = await SendAsync(TusRequests.Create(photo, consult, new byte[10_000]), (HttpStatusCode)460);

        Assert.Equal("upload.checksum", await answer.CodeAsync());
        Assert.Equal(PhotoState.Arriving, (await _host.PhotoAsync(photo)).State);
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused_for_good_and_the_consult_says_why()
    {
        var photo = DrawnPhoto.From([.. "GIF89a"u8, .. new byte[500]]);
        var consult = await _host.SubmitAsync(_nurse, null, photo);

        var answer = await SendAsync(TusRequests.Create(photo, consult, photo.Bytes), HttpStatusCode.UnprocessableEntity);

        Assert.Equal("photo.not-jpeg", await answer.CodeAsync());
        var refused = await _host.PhotoAsync(photo);
        Assert.Equal((PhotoState.Refused, "photo.not-jpeg"), (refused.State, refused.RefusalCode));
        Assert.False(File.Exists(_host.PartOf(photo)));
        Assert.Equal("photo.not-jpeg", await (await SendAsync(TusRequests.Create(photo, consult), HttpStatusCode.UnprocessableEntity)).CodeAsync());
    }

    [Fact]
    public async Task What_is_not_mine_looks_like_what_does_not_exist()
    {
        var (photo, consult) = await AnnounceAsync(10_000);
        await SendAsync(TusRequests.Create(photo, consult, photo.Bytes[..4_000]), HttpStatusCode.Created);
        using var other = _host.Client(await _host.AddPersonAsync(Role.Requester));

        foreach (var request in new[]
        {
            TusRequests.Create(photo, consult), TusRequests.Patch(photo, 4_000, [1]), TusRequests.Delete(photo),
            TusRequests.Create(DrawnPhoto.Of(500), consult),
        })
        {
            var answer = await other.SendAsync(request);
            Assert.Equal((HttpStatusCode.NotFound, "upload.unknown"), (answer.StatusCode, await answer.CodeAsync()));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync(TusRequests.Head(photo))).StatusCode);
        Assert.Equal(4_000, (await SendAsync(TusRequests.Head(photo), HttpStatusCode.OK)).Offset());
    }

    [Fact]
    public async Task An_upload_that_was_never_created_is_unknown()
    {
        var (photo, _) = await AnnounceAsync(10_000);

        await SendAsync(TusRequests.Head(photo), HttpStatusCode.NotFound);
        await SendAsync(TusRequests.Patch(photo, 0, photo.Bytes), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_stranger_and_a_specialist_may_not_upload()
    {
        using var stranger = new HttpClient { BaseAddress = _host.Address };
        using var specialist = _host.Client(await _host.AddPersonAsync(Role.Specialist));
        var (photo, consult) = await AnnounceAsync(10_000);

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.SendAsync(TusRequests.Create(photo, consult))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await specialist.SendAsync(TusRequests.Create(photo, consult))).StatusCode);
    }

    [Fact]
    public async Task What_was_given_up_is_gone_and_can_be_started_anew()
    {
        var (photo, consult) = await AnnounceAsync(10_000);
        await SendAsync(TusRequests.Create(photo, consult, photo.Bytes[..4_000]), HttpStatusCode.Created);

        await SendAsync(TusRequests.Delete(photo), HttpStatusCode.NoContent);

        await SendAsync(TusRequests.Head(photo), HttpStatusCode.NotFound);
        Assert.Null(await _host.RowAsync(photo));
        Assert.Equal(0, (await SendAsync(TusRequests.Create(photo, consult), HttpStatusCode.Created)).Offset());
    }

    [Fact]
    public async Task A_network_that_lets_only_POST_through_is_served()
    {
        var (photo, consult) = await AnnounceAsync(10_000);
        await SendAsync(TusRequests.Create(photo, consult), HttpStatusCode.Created);
        var path = $"/api/uploads/{photo.Id}";

        var patch = TusRequests.Tus(HttpMethod.Post, path).With(photo.Bytes[..4_000]).WithHeader("X-HTTP-Method-Override", "PATCH").WithHeader("Upload-Offset", "0");
        Assert.Equal(4_000, (await SendAsync(patch, HttpStatusCode.NoContent)).Offset());
        Assert.Equal(4_000, (await SendAsync(TusRequests.Tus(HttpMethod.Post, path).WithHeader("X-HTTP-Method-Override", "HEAD"), HttpStatusCode.OK)).Offset());
        await SendAsync(TusRequests.Tus(HttpMethod.Post, path).WithHeader("X-HTTP-Method-Override", "DELETE"), HttpStatusCode.NoContent);
        await SendAsync(TusRequests.Tus(HttpMethod.Post, path), HttpStatusCode.MethodNotAllowed);
    }

    private async Task<(DrawnPhoto Photo, Guid Consult)> AnnounceAsync(int length)
    {
        var photo = DrawnPhoto.Of(length);
        return (photo, await _host.SubmitAsync(_nurse, null, photo));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpStatusCode expected)
    {
        var answer = await _http.SendAsync(request);
        Assert.True(expected == answer.StatusCode, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return answer;
    }
}
