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

    protected virtual Task<IReadOnlyDictionary<string, string>> SettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    protected virtual ValueTask EndAsync() => ValueTask.CompletedTask;
}

/// <summary>The same, with its photos in Azure Blob storage.</summary>
public sealed class SharedAzureHost : SharedUploadHost
{
    private readonly AzuriteServer _azurite = new();

    protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() => _azurite.NewSettingsAsync();

    protected override ValueTask EndAsync() => _azurite.DisposeAsync();
}
