using Xunit;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>One host for the tests of a class: each test has people and photos of its own.</summary>
public sealed class SharedUploadHost : IAsyncLifetime
{
    internal UploadHost Host { get; private set; } = null!;

    internal MovableClock Clock { get; } = new();

    public async ValueTask InitializeAsync() => Host = await UploadHost.StartAsync(clock: Clock);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
