using Azure;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Photos.AzureBlob;

/// <summary>Which failures of Azure's client mean that the store cannot be used now.</summary>
internal static class StoreFailure
{
    public const int NotFound = 404;
    public const string NoContainer = "ContainerNotFound";

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
            throw new PhotoStoreUnavailable(e);
        }
    }

    /// <summary>Everything but "there is none", and but the caller's own cancellation: no line, no right, no room, too busy.</summary>
    public static bool IsUnavailable(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        RequestFailedException { Status: NotFound } => false,
        RequestFailedException or AggregateException or IOException or HttpRequestException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested, // the client's own time limit
        _ => false,
    };
}
