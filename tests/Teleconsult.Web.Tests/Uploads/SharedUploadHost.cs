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

    /// <summary>It has no folder of uploads with the other one.</summary>
    internal override Task<UploadHost> AnotherNodeAsync() =>
        UploadHost.StartAsync(Host.Folder, Clock, settings: new Dictionary<string, string>(Host.Settings) { ["Uploads:Folder"] = _folder });

    protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() => _azurite.NewSettingsAsync();

    protected override async ValueTask EndAsync()
    {
        await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private BlobClient BlobOf(DrawnPhoto photo) =>
        new BlobContainerClient(Host.Settings["Photos:AzureBlob:ConnectionString"], Host.Settings["Photos:AzureBlob:Container"]).GetBlobClient($"uploads/{photo.Id:n}");
}
