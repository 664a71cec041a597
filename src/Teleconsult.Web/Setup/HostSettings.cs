namespace Teleconsult.Web.Setup;

/// <summary>The settings that decide where things lie, checked before anything is touched.</summary>
/// <param name="DataFolder">Folder of running data, absolute.</param>
/// <param name="Connection">SQLite connection string with an absolute file.</param>
internal sealed record HostSettings(string DataFolder, string Connection, string? DemoPassword)
{
    public string PhotoFolder => Path.Combine(DataFolder, "photos");

    public string UploadFolder => Path.Combine(DataFolder, "uploads");

    public string KeyFolder => Path.Combine(DataFolder, "keys");

    public string MasterKeyPath => Path.Combine(KeyFolder, "master.key");

    public string LogHeadPath => Path.Combine(DataFolder, "log-head");

    /// <exception cref="WrongSetting">One line that names the key and the mend.</exception>
    public static HostSettings Read(IConfiguration configuration, string contentRoot)
    {
        var root = RootOf(contentRoot);
        var data = Path.GetFullPath(configuration["Data:Folder"] is { Length: > 0 } folder ? folder : ".data", root);
        if (File.Exists(data))
        {
            throw new WrongSetting($"Data:Folder is \"{data}\", which is a file: name a folder that the host may write, or leave it out.");
        }

        var store = configuration["Photos:Store"] ?? "FileSystem";
        if (store != "FileSystem")
        {
            throw new WrongSetting($"Photos:Store is \"{store}\": this version stores photos in the file system. Set it to FileSystem or leave it out.");
        }

        return new HostSettings(data, ConnectionOf(configuration.GetConnectionString("Teleconsult"), data), configuration["Demo:Password"]);
    }

    private static string ConnectionOf(string? text, string data)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return $"Data Source={Path.Combine(data, "teleconsult.db")}";
        }

        try
        {
            var connection = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(text);
            connection.DataSource = Path.GetFullPath(connection.DataSource, data);
            return connection.ToString();
        }
        catch (ArgumentException e)
        {
            throw new WrongSetting($"ConnectionStrings:Teleconsult is not a SQLite connection string ({e.Message}). Use \"Data Source=FILE\" or leave it out.");
        }
    }

    /// <summary>The repository's root in a checkout, else the content root: running data lies in one place however it is started.</summary>
    private static string RootOf(string contentRoot)
    {
        for (var folder = new DirectoryInfo(contentRoot); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Teleconsult.sln")))
            {
                return folder.FullName;
            }
        }

        return contentRoot;
    }
}

/// <summary>A setting that stops the start; the message is the one line that is printed.</summary>
internal sealed class WrongSetting(string line) : Exception(line);
