using Azure;

namespace Teleconsult.Infrastructure.Photos.AzureBlob;

/// <summary>Which failures of Azure's client mean that the store cannot be used now.</summary>
internal static class StoreFailure
{
    public const int NotFound = 404;
    public const string NoContainer = "ContainerNotFound";

    /// <summary>Everything but "there is none", and but the caller's own cancellation: no line, no right, no room, too busy.</summary>
    public static bool IsUnavailable(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        RequestFailedException { Status: NotFound } => false,
        RequestFailedException or AggregateException or IOException or HttpRequestException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested, // the client's own time limit
        _ => false,
    };
}
