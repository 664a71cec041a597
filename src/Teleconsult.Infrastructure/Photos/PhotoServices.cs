using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Photos;
using Teleconsult.Application.Ports;
using Teleconsult.Infrastructure.Photos.FileSystem;
using Teleconsult.Infrastructure.Photos.Uploads;

namespace Teleconsult.Infrastructure.Photos;

public static class PhotoServices
{
    /// <summary>The photo store that <c>Photos:Store</c> names, uploads in flight, and the sweeper of both.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names the key and the mend.</exception>
    public static IServiceCollection AddPhotos(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var store = configuration["Photos:Store"] ?? "FileSystem";
        if (store != "FileSystem")
        {
            throw new InvalidOperationException($"Photos:Store is '{store}'; use 'FileSystem'.");
        }

        var folder = configuration.GetSection("Photos:FileSystem").Get<PhotoFolderOptions>() ?? new PhotoFolderOptions();
        if (folder.Threads is < 1 or > 64)
        {
            throw new InvalidOperationException($"Photos:FileSystem:Threads is {folder.Threads}; use 1 to 64.");
        }

        services.AddSingleton(folder);
        services.AddSingleton(configuration.GetSection("Uploads").Get<UploadFolderOptions>() ?? new UploadFolderOptions());
        services.AddSingleton<IPhotoStore, FileSystemPhotoStore>();
        services.AddSingleton<UploadParts>();
        services.AddScoped<UploadLedger>();
        services.AddScoped<PhotoIntake>();
        services.AddHostedService<PhotoSweeper>();
        return services;
    }
}
