using Teleconsult.Domain.Access;
using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>The protocol's own client against our host, over networks as bad as those of the field.</summary>
public sealed class TusClientTests(SharedUploadHost shared) : IClassFixture<SharedUploadHost>
{
    private const int Length = 1_500_000;
    private static readonly int[] Patient = [.. Enumerable.Repeat(50, 60)];

    private readonly UploadHost _host = shared.Host;

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData(200_000, false)]
    [InlineData(200_000, true)]
    public async Task A_photo_arrives(int? chunkSize, bool whileCreating)
    {
        var (nurse, consult, photo) = await AnnounceAsync();

        var outcome = await NodeTus.UploadAsync(_host.Address, nurse, consult, photo, chunkSize, whileCreating);

        Assert.Null(outcome.Error);
        Assert.EndsWith($"/api/uploads/{photo.Id}", outcome.Url, StringComparison.Ordinal);
        await AssertStoredAsync(nurse, photo);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(2_000)]
    [InlineData(Length / 2)]
    [InlineData(Length)]
    public async Task A_connection_that_is_cut_is_resumed(long cut)
    {
        var (nurse, consult, photo) = await AnnounceAsync();
        await using var network = new CuttingProxy(_host.Address, cut, cut);

        var outcome = await NodeTus.UploadAsync(network.Address, nurse, consult, photo, retryDelays: Patient);

        Assert.Null(outcome.Error);
        await AssertStoredAsync(nurse, photo);
    }

    [Fact]
    public async Task A_network_that_cuts_all_the_time_still_gets_the_photo_through()
    {
        var (nurse, consult, photo) = await AnnounceAsync();
        await using var network = new CuttingProxy(_host.Address, [.. Enumerable.Range(1, 25).Select(n => 40_000L + (n * 7_777 % 90_000))]);

        var outcome = await NodeTus.UploadAsync(network.Address, nurse, consult, photo, retryDelays: Patient);

        Assert.Null(outcome.Error);
        await AssertStoredAsync(nurse, photo);
    }

    [Fact]
    public async Task Two_tabs_that_send_the_same_photo_do_no_harm()
    {
        var (nurse, consult, photo) = await AnnounceAsync();

        var outcomes = await Task.WhenAll(
            NodeTus.UploadAsync(_host.Address, nurse, consult, photo, chunkSize: 300_000, retryDelays: Patient),
            NodeTus.UploadAsync(_host.Address, nurse, consult, photo, chunkSize: 170_000, retryDelays: Patient));

        Assert.All(outcomes, o => Assert.Null(o.Error));
        await AssertStoredAsync(nurse, photo);
    }

    [Fact]
    public async Task A_server_that_restarts_in_the_middle_goes_on_where_it_was()
    {
        var folder = Directory.CreateTempSubdirectory("uploads").FullName;
        var first = await UploadHost.StartAsync(folder);
        var nurse = await first.AddPersonAsync(Role.Requester);
        var photo = DrawnPhoto.Of(Length);
        var consult = await first.SubmitAsync(nurse, null, photo);
        await using var network = new CuttingProxy(first.Address, Length / 2) { Silent = true };

        var upload = NodeTus.UploadAsync(network.Address, nurse, consult, photo, retryDelays: Patient);
        await network.Reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await UploadHost.UntilAsync(() => new FileInfo(first.PartOf(photo)) is { Exists: true, Length: > Length / 3 });
        await first.StopAsync();
        await using var second = await UploadHost.StartAsync(folder, ownsFolder: true);
        network.Target = second.Address;
        network.CutAll();

        Assert.Null((await upload).Error);
        Assert.Equal(PhotoState.Stored, (await second.PhotoAsync(photo)).State);
    }

    [Fact]
    public async Task A_photo_that_is_refused_tells_the_client_why()
    {
        var nurse = await _host.AddPersonAsync(Role.Requester);
        var photo = DrawnPhoto.From([.. DrawnPhoto.Of(5_000).Bytes[..^2], 0, 0]);
        var consult = await _host.SubmitAsync(nurse, null, photo);

        var outcome = await NodeTus.UploadAsync(_host.Address, nurse, consult, photo);

        Assert.Equal(422, outcome.Status);
        Assert.Contains("photo.truncated", outcome.Body, StringComparison.Ordinal);
    }

    private async Task<(Guid Nurse, Guid Consult, DrawnPhoto Photo)> AnnounceAsync()
    {
        var nurse = await _host.AddPersonAsync(Role.Requester);
        var photo = DrawnPhoto.Of(Length);
        return (nurse, await _host.SubmitAsync(nurse, null, photo), photo);
    }

    private async Task AssertStoredAsync(Guid nurse, DrawnPhoto photo)
    {
        using var http = _host.Client(nurse);
        Assert.Equal(PhotoState.Stored, (await _host.PhotoAsync(photo)).State);
        Assert.Equal(photo.Bytes, await http.GetByteArrayAsync($"/api/photos/{photo.Id}"));
        Assert.Null(await _host.RowAsync(photo));
        Assert.False(File.Exists(_host.PartOf(photo)));
    }
}
