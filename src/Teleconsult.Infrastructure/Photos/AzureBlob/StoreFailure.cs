using System.Globalization;
using Azure;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Photos.AzureBlob;

/// <summary>Which failures of Azure's client mean that the store cannot be used now.</summary>
internal static class StoreFailure
{
    public const int NotFound = 404;
    public const int Conflict = 409;
    public const int PreconditionFailed = 412;
    public const string NoContainer = "ContainerNotFound";

    /// <summary>A phone that asks again costs little; one that waits for an hour keeps a photo from a specialist.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Asks Azure; where it cannot be asked now, that is said as the product says it.</summary>
    /// <exception cref="PhotoStoreUnavailable"/>
    public static async Task<T> MapAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (IsUnavailable(e, cancellationToken) && e is not FileNotFoundException)
        {
            throw Unavailable(e);
        }
    }

    /// <summary>What the product says of it, with the time that Azure named.</summary>
    public static PhotoStoreUnavailable Unavailable(Exception failure) =>
        new(failure, failure is RequestFailedException refused ? RetryAfterOf(refused.GetRawResponse()) : null);

    /// <summary>RFC 9110 §10.2.3 in seconds, which is what Azure sends; never longer than <see cref="LongestWait"/>.</summary>
    public static TimeSpan? RetryAfterOf(Response? response) =>
        response?.Headers.TryGetValue("Retry-After", out var value) is true && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds))
            : null;

    /// <summary>
    /// Everything but "there is none", and but the caller's own cancellation: no line, no right, no room (403, 409, 413, 507: Azure has no one
    /// answer for it), too busy (429, 500, 503).
    /// </summary>
    public static bool IsUnavailable(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        RequestFailedException { Status: NotFound } => false,
        RequestFailedException or AggregateException or IOException or HttpRequestException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested, // the client's own time limit
        _ => false,
    };
}
