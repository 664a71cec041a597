namespace Teleconsult.Web.Setup;

/// <summary>Settings that are secrets, each a file of a folder, as orchestrators mount them.</summary>
internal static class Secrets
{
    private const string Key = "Secrets:Folder";

    /// <exception cref="WrongSetting"/>
    public static void AddSecrets(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[Key] is not { Length: > 0 } folder)
        {
            return;
        }

        var path = Path.GetFullPath(folder, builder.Environment.ContentRootPath);
        if (!Directory.Exists(path))
        {
            throw new WrongSetting($"{Key} is {path}, which is no folder: name the one where the secrets are mounted, or leave it out.");
        }

        builder.Configuration.AddKeyPerFile(files =>
        {
            files.FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(path);
            files.IgnoreCondition = name => name.EndsWith(".key", StringComparison.Ordinal); // a key is bytes, and is named by its path
        });
    }
}
