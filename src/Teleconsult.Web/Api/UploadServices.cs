namespace Teleconsult.Web.Api;

internal static class UploadServices
{
    public static IServiceCollection AddUploads(this IServiceCollection services) =>
        services.AddSingleton<UploadWriters>().AddScoped<Uploads>();
}
