using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Photos;
using Teleconsult.Infrastructure.Photos;
using Teleconsult.Infrastructure.Photos.Uploads;
using Xunit;

namespace Teleconsult.Web.Tests.Uploads;

public sealed class UploadLifeTests(SharedUploadHost shared) : UploadLifeConformance(shared), IClassFixture<SharedUploadHost>
{
    [Fact]
    public async Task Files_in_flight_are_the_hosts_alone()
    {
        await Http.SendAsync(TusRequests.Create(Photo, Consult, Photo.Bytes[..Sent]));

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Shared.Host.PartOf(Photo)));
        }
    }
}

public sealed class UploadLifeOnAzureTests(SharedAzureHost shared) : UploadLifeConformance(shared), IClassFixture<SharedAzureHost>
{
    [Fact]
    public async Task A_photo_that_comes_at_once_is_never_in_the_container_as_an_upload()
    {
        await Http.SendAsync(TusRequests.Create(Photo, Consult, Photo.Bytes));

        await AssertStoredAsync();
        Assert.Empty(Directory.GetFiles(Path.Combine(Shared.Host.Folder, "uploads")));
    }

    [Fact]
    public async Task A_large_photo_goes_by_the_container_and_comes_out_the_same()
    {
        var large = DrawnPhoto.Of(9_000_000);
        var consult = await Shared.Host.SubmitAsync(Nurse, null, large);
        await Http.SendAsync(TusRequests.Create(large, consult, large.Bytes[..6_000_001]));
        Assert.Equal(6_000_001, await Shared.StandsAsync(large));

        await Http.SendAsync(TusRequests.Patch(large, 6_000_001, large.Bytes[6_000_001..]));

        Assert.Equal(large.Bytes, await Http.GetByteArrayAsync($"/api/photos/{large.Id}"));
        Assert.Null(await Shared.StandsAsync(large));
    }

    [Fact]
    public async Task A_writer_that_lives_and_was_forced_out_adds_nothing_more()
    {
        await Shared.Host.PutPartAsync(Consult, Photo, Photo.Bytes[..Sent]);
        var parts = Shared.Host.Services.GetRequiredService<IUploadParts>();
        var (id, key) = (new PhotoId(Photo.Id), await Shared.Host.KeyAsync(Consult));
        await using var slow = await parts.TryOpenAsync(id, key, create: false, force: false, CancellationToken.None);
        Assert.Null(await parts.TryOpenAsync(id, key, create: false, force: false, CancellationToken.None));

        await using (var quick = await parts.TryOpenAsync(id, key, create: false, force: true, CancellationToken.None))
        {
            slow!.Append(Photo.Bytes.AsSpan(Sent, 10));
            await Assert.ThrowsAsync<PhotoStoreUnavailable>(() => slow.FlushAsync(CancellationToken.None));
            quick!.Append(Photo.Bytes.AsSpan(Sent));
            await quick.FlushAsync(CancellationToken.None);
        }

        Assert.Equal(Length, (await Http.SendAsync(TusRequests.Head(Photo))).Offset());
        await AssertStoredAsync();
    }
}

/// <summary>Uploads over time, on every photo store: writers that hang, nodes that take over, crashes, expiry.</summary>
public abstract class UploadLifeConformance(SharedUploadHost shared) : IAsyncLifetime
{
    private protected const int Length = 200_000;
    private protected const int Sent = 50_000;

    private readonly MovableClock _clock = shared.Clock;
    private readonly UploadHost _host = shared.Host;
    private readonly DrawnPhoto _photo = DrawnPhoto.Of(Length);
    private Guid _nurse;
    private Guid _consult;
    private HttpClient _http = null!;

    private protected SharedUploadHost Shared => shared;

    private protected DrawnPhoto Photo => _photo;

    private protected Guid Consult => _consult;

    private protected Guid Nurse => _nurse;

    private protected HttpClient Http => _http;

    public async ValueTask InitializeAsync()
    {
        _nurse = await _host.AddPersonAsync(Role.Requester);
        _consult = await _host.SubmitAsync(_nurse, null, _photo);
        _http = _host.Client(_nurse);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _http.Dispose();
        _clock.Ahead = TimeSpan.Zero;
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_phone_that_lost_its_network_is_not_locked_out_by_its_own_hanging_request()
    {
        using var hanging = await HangAsync(_host);

        var head = await _http.SendAsync(TusRequests.Head(_photo));

        Assert.Equal(Sent, head.Offset());
        Assert.True(await IsClosedAsync(hanging));
        Assert.Equal(HttpStatusCode.NoContent, (await _http.SendAsync(TusRequests.Patch(_photo, Sent, _photo.Bytes[Sent..]))).StatusCode);
        await AssertStoredAsync();
    }

    [Fact]
    public async Task A_new_request_takes_over_from_a_hanging_one_without_asking_first()
    {
        using var hanging = await HangAsync(_host);

        Assert.Equal(HttpStatusCode.NoContent, (await _http.SendAsync(TusRequests.Patch(_photo, Sent, _photo.Bytes[Sent..]))).StatusCode);
        await AssertStoredAsync();
    }

    [Fact]
    public async Task An_upload_goes_on_at_another_node_while_the_first_still_waits()
    {
        await using var other = await shared.AnotherNodeAsync();
        using var http = other.Client(_nurse);
        using var hanging = await HangAsync(_host);

        var head = await http.SendAsync(TusRequests.Head(_photo));
        Assert.Equal(Sent, head.Offset());
        Assert.True(await IsClosedAsync(hanging));

        Assert.Equal(HttpStatusCode.NoContent, (await http.SendAsync(TusRequests.Patch(_photo, Sent, _photo.Bytes[Sent..]))).StatusCode);
        await AssertStoredAsync();
    }

    [Fact]
    public async Task A_cut_upload_goes_on_at_another_node()
    {
        await using var other = await shared.AnotherNodeAsync();
        using var http = other.Client(_nurse);
        await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes[..Sent]));

        Assert.Equal(Sent, (await http.SendAsync(TusRequests.Head(_photo))).Offset());
        await http.SendAsync(TusRequests.Patch(_photo, Sent, _photo.Bytes[Sent..120_000]));
        Assert.Equal(120_000, (await _http.SendAsync(TusRequests.Head(_photo))).Offset());
        await _http.SendAsync(TusRequests.Patch(_photo, 120_000, _photo.Bytes[120_000..]));
        await AssertStoredAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_crash_before_the_case_was_told_asking_again_completes_the_photo(bool wasInStore)
    {
        if (wasInStore)
        {
            await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes));
            await ForgetAsync();
        }

        await _host.PutPartAsync(_consult, _photo, _photo.Bytes);

        Assert.Equal(Length, (await _http.SendAsync(TusRequests.Head(_photo))).Offset());
        await AssertStoredAsync();
        var store = _host.Services.GetRequiredService<IPhotoStore>();
        var now = DateTimeOffset.UtcNow;
        Assert.Single(await store.ListAsync(now.AddHours(-1), now.AddHours(1), CancellationToken.None).Where(k => k.Contains($"{_photo.Id:n}", StringComparison.Ordinal)).ToListAsync());
    }

    [Fact]
    public async Task After_a_crash_a_repeated_last_request_completes_the_photo()
    {
        await _host.PutPartAsync(_consult, _photo, _photo.Bytes);

        Assert.Equal(HttpStatusCode.NoContent, (await _http.SendAsync(TusRequests.Patch(_photo, Length, []))).StatusCode);
        await AssertStoredAsync();
    }

    [Fact]
    public async Task An_upload_that_nobody_goes_on_with_expires_is_swept_and_can_be_started_again()
    {
        await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes[..Sent]));
        _clock.Ahead = TimeSpan.FromDays(8);

        var patch = await _http.SendAsync(TusRequests.Patch(_photo, Sent, [1]));
        Assert.Equal((HttpStatusCode.Gone, "upload.expired"), (patch.StatusCode, await patch.CodeAsync()));
        Assert.Equal(HttpStatusCode.Gone, (await _http.SendAsync(TusRequests.Head(_photo))).StatusCode);

        await Sweeper.SweepAsync(CancellationToken.None);
        Assert.Null(await shared.StandsAsync(_photo));
        Assert.Null(await _host.RowAsync(_photo));
        Assert.Equal(0, (await _http.SendAsync(TusRequests.Create(_photo, _consult))).Offset());
    }

    [Fact]
    public async Task An_expired_upload_starts_at_the_beginning_when_it_is_created_again()
    {
        await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes[..Sent]));
        _clock.Ahead = TimeSpan.FromDays(8);

        Assert.Equal(0, (await _http.SendAsync(TusRequests.Create(_photo, _consult))).Offset());
    }

    [Fact]
    public async Task A_stored_photo_that_no_consult_knows_is_swept_and_a_known_one_stays()
    {
        await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes));
        var store = _host.Services.GetRequiredService<IPhotoStore>();
        var orphan = new PhotoId(Guid.CreateVersion7());
        var saved = await store.SaveAsync(orphan, DateTimeOffset.UtcNow, new byte[32], s => s.WriteByte(1), CancellationToken.None);

        await Sweeper.SweepAsync(CancellationToken.None);
        await (await store.OpenAsync(orphan, saved.StoreKey, new byte[32], CancellationToken.None)).DisposeAsync(); // its case may still be told
        _clock.Ahead = TimeSpan.FromDays(2);
        await Sweeper.SweepAsync(CancellationToken.None);

        await Assert.ThrowsAsync<PhotoNotInStore>(() => store.OpenAsync(orphan, saved.StoreKey, new byte[32], CancellationToken.None));
        Assert.Equal(_photo.Bytes, await _http.GetByteArrayAsync($"/api/photos/{_photo.Id}"));
    }

    [Fact]
    public async Task A_grading_copy_is_read_at_once_and_its_original_when_it_has_come_and_both_stay()
    {
        var original = DrawnPhoto.Of(3 * Length);
        var copy = DrawnPhoto.Of(Length, original);
        var consult = await _host.SubmitAsync(_nurse, null, copy);
        await _http.SendAsync(TusRequests.Create(copy, consult, copy.Bytes));
        Assert.Equal(copy.Bytes, await _http.GetByteArrayAsync($"/api/photos/{copy.Id}"));
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync($"/api/photos/{copy.Id}/original")).StatusCode);
        var seen = await ContentVersionAsync(consult);

        await _http.SendAsync(TusRequests.Create(original, consult, original.Bytes[..Sent])); // cut, and gone on with
        await _http.SendAsync(TusRequests.Patch(original, Sent, original.Bytes[Sent..]));

        Assert.Equal(seen, await ContentVersionAsync(consult)); // the same picture: nobody has to read anything anew
        _clock.Ahead = TimeSpan.FromDays(2);
        await Sweeper.SweepAsync(CancellationToken.None);
        var answer = await _http.GetAsync($"/api/photos/{copy.Id}/original");
        Assert.Equal(original.Bytes, await answer.Content.ReadAsByteArrayAsync());
        var photo = await _http.GetAsync($"/api/photos/{copy.Id}");
        Assert.Equal(copy.Bytes, await photo.Content.ReadAsByteArrayAsync());
        Assert.NotEqual(photo.Headers.ETag, answer.Headers.ETag); // a browser must not take the one for the other
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync($"/api/photos/{original.Id}")).StatusCode); // it is no photo of its own
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync($"/api/photos/{_photo.Id}/original")).StatusCode);
    }

    [Fact]
    public async Task An_original_that_is_another_picture_is_refused_and_the_photo_stays()
    {
        var original = DrawnPhoto.Of(3 * Length, width: 65);
        var copy = DrawnPhoto.Of(Length, original);
        var consult = await _host.SubmitAsync(_nurse, null, copy);
        await _http.SendAsync(TusRequests.Create(copy, consult, copy.Bytes));

        await _http.SendAsync(TusRequests.Create(original, consult, original.Bytes));

        var photo = await _host.PhotoAsync(copy);
        Assert.Equal((PhotoState.Stored, PhotoState.Refused, "photo.original-differs"), (photo.State, photo.Original!.State, photo.Original.RefusalCode));
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync($"/api/photos/{copy.Id}/original")).StatusCode);
        var again = await _http.SendAsync(TusRequests.Head(original));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        using var stranger = _host.Client(await _host.AddPersonAsync(Role.Requester));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync(TusRequests.Head(original))).StatusCode);
    }

    private async Task<long> ContentVersionAsync(Guid consult)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var id = new ConsultId(consult);
        return await scope.ServiceProvider.GetRequiredService<Application.Persistence.TeleconsultDb>().Consults.Where(c => c.Id == id).Select(c => c.ContentVersion).SingleAsync();
    }

    [Fact]
    public async Task A_photo_that_the_store_has_lost_is_unknown_and_its_preview_stays()
    {
        await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes));
        await _host.Services.GetRequiredService<IPhotoStore>().DeleteAsync((await _host.PhotoAsync(_photo)).StoreKey!, CancellationToken.None);

        var answer = await _http.GetAsync($"/api/photos/{_photo.Id}");

        Assert.Equal((HttpStatusCode.NotFound, "photo.unknown"), (answer.StatusCode, await answer.CodeAsync()));
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync($"/api/photos/{_photo.Id}/preview")).StatusCode);
    }

    [Fact]
    public async Task A_photo_that_is_gone_is_found_so_by_its_turn_and_comes_again_by_itself()
    {
        await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes));
        var seen = await ContentVersionAsync(_consult);
        await _host.Services.GetRequiredService<IPhotoStore>().DeleteAsync((await _host.PhotoAsync(_photo)).StoreKey!, CancellationToken.None);

        await CheckAllAsync();

        var lost = await _host.PhotoAsync(_photo);
        Assert.Equal(PhotoState.Arriving, lost.State);
        Assert.NotNull(lost.LostAt);
        Assert.Equal("Degraded", await _http.GetStringAsync("/health/ready"));
        Assert.Equal(HttpStatusCode.NotFound, (await _http.SendAsync(TusRequests.Head(_photo))).StatusCode); // so the phone begins anew
        Assert.Equal(HttpStatusCode.Created, (await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes))).StatusCode);
        await AssertStoredAsync();
        Assert.Null((await _host.PhotoAsync(_photo)).LostAt);
        Assert.Equal(seen, await ContentVersionAsync(_consult)); // the same picture: nobody reads anything anew
    }

    [Fact]
    public async Task A_damaged_photo_is_found_when_somebody_reads_it_and_an_original_by_its_turn()
    {
        var original = DrawnPhoto.Of(3 * Length);
        var copy = DrawnPhoto.Of(Length, original);
        var consult = await _host.SubmitAsync(_nurse, null, copy);
        await _http.SendAsync(TusRequests.Create(copy, consult, copy.Bytes));
        await _http.SendAsync(TusRequests.Create(original, consult, original.Bytes));
        await shared.DamageAsync((await _host.PhotoAsync(copy)).Original!.StoreKey!);
        await CheckAllAsync();
        Assert.Equal((PhotoState.Stored, PhotoState.Arriving), ((await _host.PhotoAsync(copy)).State, (await _host.PhotoAsync(copy)).Original!.State));

        await shared.DamageAsync((await _host.PhotoAsync(copy)).StoreKey!);
        await Assert.ThrowsAnyAsync<Exception>(async () => (await _http.GetAsync($"/api/photos/{copy.Id}")).EnsureSuccessStatusCode());

        await UploadHost.UntilAsync(async () => (await _host.PhotoAsync(copy)).State is PhotoState.Arriving);
        await _http.SendAsync(TusRequests.Create(copy, consult, copy.Bytes));
        await _http.SendAsync(TusRequests.Create(original, consult, original.Bytes));
        Assert.Equal(copy.Bytes, await _http.GetByteArrayAsync($"/api/photos/{copy.Id}"));
        Assert.Equal(original.Bytes, await _http.GetByteArrayAsync($"/api/photos/{copy.Id}/original"));
    }

    [Fact]
    public async Task A_store_that_is_down_has_lost_nothing()
    {
        await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes));
        await CheckAllAsync();
        var key = (await _host.PhotoAsync(_photo)).StoreKey!;
        var store = _host.Services.GetRequiredService<IPhotoStore>();
        await store.DeleteAsync(key, CancellationToken.None);
        await shared.BreakAsync();

        await Assert.ThrowsAsync<PhotoStoreUnavailable>(CheckAllAsync);
        Assert.Equal((PhotoState.Stored, null), ((await _host.PhotoAsync(_photo)).State, (await _host.PhotoAsync(_photo)).LostAt));

        await shared.MendAsync();
        await store.DeleteAsync(key, CancellationToken.None);
        await CheckAllAsync();
        Assert.Equal(PhotoState.Arriving, (await _host.PhotoAsync(_photo)).State);
    }

    [Fact]
    public async Task A_store_that_is_another_one_has_lost_nothing_and_what_is_put_back_is_found_again()
    {
        await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes));
        await CheckAllAsync();
        var stored = await _host.PhotoAsync(_photo);
        var store = _host.Services.GetRequiredService<IPhotoStore>();
        await store.DeleteAsync(stored.StoreKey!, CancellationToken.None);
        var mark = await shared.RemarkAsync(Guid.NewGuid().ToString());

        await CheckAllAsync();
        Assert.Equal(PhotoState.Stored, (await _host.PhotoAsync(_photo)).State);
        Assert.Equal("Degraded", await _http.GetStringAsync("/health/ready"));

        await shared.RemarkAsync(mark);
        await CheckAllAsync();
        Assert.Equal(PhotoState.Arriving, (await _host.PhotoAsync(_photo)).State);
        await store.SaveAsync(stored.Id, stored.AnnouncedAt, await _host.KeyAsync(_consult), s => s.Write(_photo.Bytes), CancellationToken.None);
        await CheckAllAsync();
        await AssertStoredAsync();
    }

    /// <summary>Two rounds over the few photos of this host: the first may begin in the middle.</summary>
    private async Task CheckAllAsync()
    {
        for (var round = 0; round < 2; round++)
        {
            await _host.Services.GetRequiredService<PhotoChecker>().CheckAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_full_disk_under_the_bytes_in_flight_is_told_and_the_photo_comes_when_there_is_room()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a disk that is always full.");
        File.CreateSymbolicLink(_host.PartOf(_photo), "/dev/full");

        var full = await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "server.busy"), (full.StatusCode, await full.CodeAsync()));
        Assert.NotNull(full.Headers.RetryAfter);
        Assert.Equal(PhotoState.Arriving, (await _host.PhotoAsync(_photo)).State);
        File.Delete(_host.PartOf(_photo));
        Assert.Equal(HttpStatusCode.Created, (await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes))).StatusCode);
        await AssertStoredAsync();
    }

    [Fact]
    public async Task Bytes_in_flight_lie_encrypted_and_come_out_as_they_came()
    {
        await _http.SendAsync(TusRequests.Create(_photo, _consult, _photo.Bytes[..Sent]));
        await _http.SendAsync(TusRequests.Patch(_photo, Sent, _photo.Bytes[Sent..(2 * Sent)]));

        var lying = await shared.LyingAsync(_photo);
        Assert.Equal(2 * Sent, lying.Length);
        for (var at = 0; at + 16 <= lying.Length; at += 16)
        {
            Assert.True(lying.AsSpan().IndexOf(_photo.Bytes.AsSpan(at, 16)) < 0, $"The bytes at {at} lie there in the clear.");
        }

        await _http.SendAsync(TusRequests.Patch(_photo, 2 * Sent, _photo.Bytes[(2 * Sent)..]));
        await AssertStoredAsync();
    }

    private PhotoSweeper Sweeper => _host.Services.GetServices<IHostedService>().OfType<PhotoSweeper>().Single();

    /// <summary>A request that sends a part of the photo and then nothing more, as a phone does that went out of reach.</summary>
    private async Task<TcpClient> HangAsync(UploadHost host)
    {
        await _http.SendAsync(TusRequests.Create(_photo, _consult));
        var connection = new TcpClient();
        await connection.ConnectAsync(host.Address.Host, host.Address.Port);
        var head = $"PATCH /api/uploads/{_photo.Id} HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAuthorization: Bearer {_nurse}\r\nTus-Resumable: 1.0.0\r\n"
            + $"Content-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: {Length}\r\n\r\n";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await connection.GetStream().WriteAsync(_photo.Bytes.AsMemory(0, Sent));
        await UploadHost.UntilAsync(async () => await shared.StandsAsync(_photo) == Sent);
        return connection;
    }

    private static async Task<bool> IsClosedAsync(TcpClient connection)
    {
        try
        {
            return await connection.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(10)) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>As if the host had died after the photo was in the store and before the transaction.</summary>
    private async Task ForgetAsync()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var id = new PhotoId(_photo.Id);
        await scope.ServiceProvider.GetRequiredService<Application.Persistence.TeleconsultDb>().Photos.Where(p => p.Id == id)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.State, PhotoState.Arriving).SetProperty(x => x.StoreKey, (string?)null));
    }

    private protected async Task AssertStoredAsync()
    {
        Assert.Equal(PhotoState.Stored, (await _host.PhotoAsync(_photo)).State);
        Assert.Equal(_photo.Bytes, await _http.GetByteArrayAsync($"/api/photos/{_photo.Id}"));
        Assert.Null(await _host.RowAsync(_photo));
        Assert.Null(await shared.StandsAsync(_photo));
    }
}
