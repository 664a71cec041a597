using Azure.Core;
using Azure.Core.Pipeline;

namespace Teleconsult.Infrastructure.Photos.AzureBlob;

/// <summary>
/// Azure's own retries, but none that the server wants later than in two seconds: the client would wait with a phone at the other end, which
/// comes again by itself and can be told when.
/// </summary>
internal sealed class QuickRetry(int most, DelayStrategy delay) : RetryPolicy(most, delay)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => IsSoon(message) && base.ShouldRetry(message, exception);

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsSoon(message) && await base.ShouldRetryAsync(message, exception);

    private static bool IsSoon(HttpMessage message) => !message.HasResponse || StoreFailure.RetryAfterOf(message.Response) is not { } wait || wait <= Longest;
}
