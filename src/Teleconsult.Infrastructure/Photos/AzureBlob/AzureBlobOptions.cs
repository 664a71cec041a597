using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Storage.Blobs;

namespace Teleconsult.Infrastructure.Photos.AzureBlob;

/// <summary>Section <c>Photos:AzureBlob</c> of the configuration.</summary>
public sealed partial class AzureBlobOptions
{
    /// <summary>As the Azure portal gives it, with an account key or a shared access signature that may read, write, delete and list.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Made at the first photo where it is absent. Its name follows Azure's rules.</summary>
    public string Container { get; set; } = "photos";

    /// <summary>Photos that are written at a time, 1 to 64. Each takes 4 MiB of memory.</summary>
    public int Threads { get; set; } = 8;

    internal BlobContainerClient OpenContainer()
    {
        var client = new BlobClientOptions();
        // A phone waits at the other end, and comes again by itself: better a quick answer than a long wait.
        client.RetryPolicy = new QuickRetry(2, DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2)));
        client.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        return new BlobServiceClient(ConnectionString, client).GetBlobContainerClient(Container);
    }

    /// <exception cref="WrongPhotoSetting"/>
    internal void Check()
    {
        if (!ContainerName.IsMatch(Container) || Container.Contains("--", StringComparison.Ordinal))
        {
            throw new WrongPhotoSetting($"Photos:AzureBlob:Container is \"{Container}\": use 3 to 63 lower-case letters, digits and single hyphens.");
        }

        if (Threads is < 1 or > 64)
        {
            throw new WrongPhotoSetting($"Photos:AzureBlob:Threads is {Threads}: use 1 to 64.");
        }

        try
        {
            _ = new BlobServiceClient(ConnectionString);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // Never repeated: it holds a secret.
            throw new WrongPhotoSetting("Photos:Store is AzureBlob, but Photos:AzureBlob:ConnectionString is no connection string of a storage account: copy it from the portal.");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]\\z")]
    private static partial Regex ContainerName { get; }
}
