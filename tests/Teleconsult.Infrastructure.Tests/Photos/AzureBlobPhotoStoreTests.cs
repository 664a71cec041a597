using Azure.Storage.Blobs;
using Teleconsult.Application.Ports;
using Teleconsult.Infrastructure.Photos;
using Teleconsult.Infrastructure.Photos.AzureBlob;
using Teleconsult.Tests.Azurite;
using Xunit;

namespace Teleconsult.Infrastructure.Tests.Photos;

/// <summary>The store's whole contract against Azurite.</summary>
public sealed class AzureBlobPhotoStoreTests(AzuriteServer azurite) : PhotoStoreConformance, IClassFixture<AzuriteServer>, IAsyncLifetime
{
    private AzureBlobPhotoStore? _store;
    private BlobContainerClient _container = null!;

    protected override IPhotoStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        var name = await azurite.NewContainerAsync();
        _store = new AzureBlobPhotoStore(new AzureBlobOptions { ConnectionString = azurite.ConnectionString, Container = name });
        _container = new BlobContainerClient(azurite.ConnectionString, name);
    }

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Before_the_first_photo_there_is_no_container_and_that_is_no_failure()
    {
        var stop = TestContext.Current.CancellationToken;
        Assert.False(await _container.ExistsAsync(stop));
        await Store.CheckAsync(stop);
        await Store.DeleteAsync("2026/11/20/12/00000000000000000000000000000001", stop);
        await foreach (var key in Store.ListAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(2), stop))
        {
            Assert.Fail(key);
        }

        await SaveAsync(NewPhoto(), [1]);
        Assert.Null((await _container.GetPropertiesAsync(cancellationToken: stop)).Value.PublicAccess is { } access && access != Azure.Storage.Blobs.Models.PublicAccessType.None ? access : null);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_or_has_no_container_says_nothing_of_a_photo()
    {
        var stop = TestContext.Current.CancellationToken;
        var photo = NewPhoto();
        var stored = await SaveAsync(photo, [1]);
        await azurite.StopAsync();
        await Assert.ThrowsAsync<PhotoStoreUnavailable>(() => ReadAsync(photo, stored.StoreKey));
        await Assert.ThrowsAsync<PhotoStoreUnavailable>(() => Store.MarkAsync(stop));
        await azurite.StartAsync();

        await _container.DeleteIfExistsAsync(cancellationToken: stop);
        await Assert.ThrowsAsync<PhotoStoreUnavailable>(() => ReadAsync(photo, stored.StoreKey));
    }

    [Fact]
    public async Task Every_changed_byte_and_every_cut_is_noticed()
    {
        var photo = NewPhoto();
        var stored = await SaveAsync(photo, new byte[150_000]);
        var blob = _container.GetBlobClient(stored.StoreKey);
        var sound = (await blob.DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToArray();
        Assert.Equal(-1, sound.AsSpan().IndexOf(new byte[64])); // nothing lies readable in the store

        foreach (var at in new[] { 0, 8, 16, 70_000, sound.Length - 40, sound.Length - 1 })
        {
            var bytes = sound.ToArray();
            bytes[at] ^= 1;
            await AssertUnreadableAsync(bytes);
        }

        foreach (var length in new[] { 1, 88, 65_568, sound.Length - 1 })
        {
            await AssertUnreadableAsync(sound[..length]);
        }

        async Task AssertUnreadableAsync(byte[] bytes)
        {
            await blob.UploadAsync(new BinaryData(bytes), overwrite: true, TestContext.Current.CancellationToken);
            await Assert.ThrowsAsync<PhotoUnreadable>(() => ReadAsync(photo, stored.StoreKey));
        }
    }

    [Fact]
    public async Task A_photo_of_the_file_systems_store_is_read_when_its_file_is_copied()
    {
        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("photos");
        using var files = new Infrastructure.Photos.FileSystem.FileSystemPhotoStore(new() { Folder = folder.FullName });
        var photo = NewPhoto();
        var stored = await files.SaveAsync(photo, DateTimeOffset.UtcNow, new byte[32], s => s.Write("moved"u8), stop);

        await _container.CreateAsync(cancellationToken: stop);
        await _container.GetBlobClient(stored.StoreKey).UploadAsync(Path.Combine(folder.FullName, stored.StoreKey), stop);
        folder.Delete(recursive: true);

        using var read = new StreamReader(await Store.OpenAsync(photo, stored.StoreKey, new byte[32], stop));
        Assert.Equal("moved", await read.ReadToEndAsync(stop));
    }

    [Fact]
    public async Task A_wrong_key_of_the_account_is_a_store_that_cannot_be_used()
    {
        var wrong = azurite.ConnectionString.Replace("AccountKey=E", "AccountKey=A", StringComparison.Ordinal);
        using var store = new AzureBlobPhotoStore(new AzureBlobOptions { ConnectionString = wrong });

        await Assert.ThrowsAsync<PhotoStoreUnavailable>(
            () => store.SaveAsync(NewPhoto(), DateTimeOffset.UtcNow, new byte[32], s => s.WriteByte(1), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", "photos", "ConnectionString")]
    [InlineData("nonsense", "photos", "ConnectionString")]
    [InlineData("AccountName=a;AccountKey=SECRET", "photos", "ConnectionString")]
    [InlineData("UseDevelopmentStorage=true", "Photos", "Container")]
    [InlineData("UseDevelopmentStorage=true", "a--b", "Container")]
    public void A_wrong_setting_is_named_and_no_secret_is_repeated(string connection, string container, string key)
    {
        var wrong = Assert.Throws<WrongPhotoSetting>(() => new AzureBlobOptions { ConnectionString = connection, Container = container }.Check());

        Assert.Contains($"Photos:AzureBlob:{key}", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", wrong.Message, StringComparison.Ordinal);
    }

    protected override Task BreakAsync() => azurite.StopAsync();

    protected override Task MendAsync() => azurite.StartAsync();
}
