using Azure.Storage.Blobs;
using Teleconsult.Tests.Azurite;
using Xunit;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>One host for the tests of a class: each test has people and photos of its own.</summary>
public class SharedUploadHost : IAsyncLifetime
{
    internal UploadHost Host { get; private set; } = null!;

    internal MovableClock Clock { get; } = new();

    public async ValueTask InitializeAsync() => Host = await UploadHost.StartAsync(clock: Clock, settings: await SettingsAsync());

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }

        await EndAsync();
    }

    /// <summary>How many bytes of an upload in flight lie where every node finds them; null: there is none.</summary>
    internal virtual Task<long?> StandsAsync(DrawnPhoto photo) =>
        Task.FromResult(new FileInfo(Host.PartOf(photo)) is { Exists: true } file ? Math.Max(0, file.Length - UploadHost.PartSalt) : (long?)null);

    /// <summary>The bytes of an upload in flight that nobody writes now, as they lie there.</summary>
    internal virtual async Task<byte[]> LyingAsync(DrawnPhoto photo) => (await File.ReadAllBytesAsync(Host.PartOf(photo)))[UploadHost.PartSalt..];

    /// <summary>Another bit somewhere in a stored photo.</summary>
    internal virtual async Task DamageAsync(string storeKey)
    {
        var path = Path.Combine(Photos, storeKey);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
    }

    /// <summary>The store's mark is this one; gives the one before.</summary>
    internal virtual async Task<string> RemarkAsync(string mark)
    {
        var before = await File.ReadAllTextAsync(Path.Combine(Photos, ".store"));
        await File.WriteAllTextAsync(Path.Combine(Photos, ".store"), mark);
        return before;
    }

    /// <summary>The store is down.</summary>
    internal virtual Task BreakAsync()
    {
        Directory.Delete(Path.Combine(Photos, ".incoming"), recursive: true);
        return File.WriteAllTextAsync(Path.Combine(Photos, ".incoming"), "");
    }

    internal virtual Task MendAsync()
    {
        File.Delete(Path.Combine(Photos, ".incoming"));
        Directory.CreateDirectory(Path.Combine(Photos, ".incoming"));
        return Task.CompletedTask;
    }

    private string Photos => Path.Combine(Host.Folder, "photos");

    /// <summary>One more node, that shares what nodes of this kind share.</summary>
    internal virtual Task<UploadHost> AnotherNodeAsync() => UploadHost.StartAsync(Host.Folder, Clock, settings: Host.Settings);

    protected virtual Task<IReadOnlyDictionary<string, string>> SettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    protected virtual ValueTask EndAsync() => ValueTask.CompletedTask;
}

/// <summary>The same, with its photos in Azure Blob storage.</summary>
public sealed class SharedAzureHost : SharedUploadHost
{
    private readonly AzuriteServer _azurite = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("uploads-of-another-node-").FullName;

    internal override async Task<long?> StandsAsync(DrawnPhoto photo) =>
        await BlobOf(photo).ExistsAsync() ? (await BlobOf(photo).GetPropertiesAsync()).Value.ContentLength : null;

    internal override async Task<byte[]> LyingAsync(DrawnPhoto photo) => (await BlobOf(photo).DownloadContentAsync()).Value.Content.ToArray();

    internal override async Task DamageAsync(string storeKey)
    {
        var blob = Container.GetBlobClient(storeKey);
        var bytes = (await blob.DownloadContentAsync()).Value.Content.ToArray();
        bytes[bytes.Length / 2] ^= 1;
        await blob.UploadAsync(new BinaryData(bytes), overwrite: true);
    }

    internal override async Task<string> RemarkAsync(string mark)
    {
        var blob = Container.GetBlobClient(".store");
        var before = (await blob.DownloadContentAsync()).Value.Content.ToString();
        await blob.UploadAsync(new BinaryData(mark), overwrite: true);
        return before;
    }

    internal override Task BreakAsync() => _azurite.StopAsync();

    internal override Task MendAsync() => _azurite.StartAsync();

    /// <summary>It has no folder of uploads with the other one.</summary>
    internal override Task<UploadHost> AnotherNodeAsync() =>
        UploadHost.StartAsync(Host.Folder, Clock, settings: new Dictionary<string, string>(Host.Settings) { ["Uploads:Folder"] = _folder });

    protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() => _azurite.NewSettingsAsync();

    protected override async ValueTask EndAsync()
    {
        await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private BlobContainerClient Container => new(Host.Settings["Photos:AzureBlob:ConnectionString"], Host.Settings["Photos:AzureBlob:Container"]);

    private BlobClient BlobOf(DrawnPhoto photo) => Container.GetBlobClient($"uploads/{photo.Id:n}");
}
