using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Photos;
using Teleconsult.Application.Ports;
using Teleconsult.Infrastructure.Photos.AzureBlob;
using Teleconsult.Infrastructure.Photos.FileSystem;
using Teleconsult.Infrastructure.Photos.Uploads;

namespace Teleconsult.Infrastructure.Photos;

public static class PhotoServices
{
    private const string Files = "FileSystem";
    private const string Azure = "AzureBlob";

    /// <summary>The photo store that <c>Photos:Store</c> names, uploads in flight, and the sweeper of both.</summary>
    /// <exception cref="WrongPhotoSetting">A setting is wrong; the message names the key and the mend.</exception>
    public static IServiceCollection AddPhotos(this IServiceCollection services, IConfiguration configuration)
    {
        Check(configuration);
        if (StoreOf(configuration) == Azure)
        {
            services.AddSingleton(AzureOf(configuration));
            services.AddSingleton<IPhotoStore, AzureBlobPhotoStore>();
            services.AddSingleton<IUploadParts, BlobUploadParts>();
        }
        else
        {
            services.AddSingleton(FilesOf(configuration));
            services.AddSingleton<IPhotoStore, FileSystemPhotoStore>();
            services.AddSingleton<IUploadParts, FileUploadParts>();
        }

        services.AddSingleton(configuration.GetSection("Uploads").Get<UploadFolderOptions>() ?? new UploadFolderOptions());
        services.AddScoped<UploadLedger>();
        services.AddScoped<PhotoIntake>();
        services.AddHostedService<PhotoSweeper>();
        services.AddSingleton<PhotoChecker>();
        services.AddHostedService(s => s.GetRequiredService<PhotoChecker>());
        services.AddHostedService<ErasureWorker>();
        return services;
    }

    /// <summary>Looks at the settings alone: whether the store answers is seen when it is used, and in the health checks.</summary>
    /// <exception cref="WrongPhotoSetting"/>
    public static void Check(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        switch (StoreOf(configuration))
        {
            case Azure:
                AzureOf(configuration).Check();
                break;
            case Files when FilesOf(configuration).Threads is var threads and (< 1 or > 64):
                throw new WrongPhotoSetting($"Photos:FileSystem:Threads is {threads}: use 1 to 64.");
            case Files:
                break;
            case var other:
                throw new WrongPhotoSetting($"Photos:Store is \"{other}\": there is no such store. Set it to FileSystem or AzureBlob, or leave it out.");
        }
    }

    private static string StoreOf(IConfiguration configuration) => configuration["Photos:Store"] is { Length: > 0 } store ? store : Files;

    private static PhotoFolderOptions FilesOf(IConfiguration configuration) =>
        configuration.GetSection("Photos:FileSystem").Get<PhotoFolderOptions>() ?? new PhotoFolderOptions();

    private static AzureBlobOptions AzureOf(IConfiguration configuration) =>
        configuration.GetSection("Photos:AzureBlob").Get<AzureBlobOptions>() ?? new AzureBlobOptions();
}
