using System.Globalization;
using Teleconsult.Application.Ports;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Infrastructure.Notifications;
using Teleconsult.Infrastructure.Photos;

namespace Teleconsult.Web.Setup;

internal enum DatabaseKind
{
    Sqlite,
    PostgreSql,
}

/// <summary>The settings that decide where things lie, checked before anything is touched.</summary>
/// <param name="DataFolder">Folder of running data, absolute.</param>
/// <param name="Connection">For SQLite with an absolute file.</param>
/// <param name="MasterKeyPath">File of the master key: one of its own below the data folder, made once, or the one that is named.</param>
/// <param name="KeyShareFolder">Folder of the halves of keys that erasing overwrites.</param>
/// <param name="Proxies">Who may say where a request comes from; empty: nobody.</param>
internal sealed record HostSettings(
    string DataFolder, DatabaseKind Database, string Connection, string MasterKeyPath, string KeyShareFolder, IReadOnlyList<System.Net.IPNetwork> Proxies,
    string? DemoPassword)
{
    private const string ConnectionKey = "ConnectionStrings:Teleconsult";
    private const string PublishOnKey = "Figures:PublishOn";
    private const string MasterKeyKey = "Keys:MasterKeyFile";
    private const string Mend = "Use \"Data Source=FILE\" (SQLite), \"Host=SERVER;Database=NAME;Username=USER;Password=SECRET\" (PostgreSQL), or leave it out.";

    public string PhotoFolder => Path.Combine(DataFolder, "photos");

    public string UploadFolder => Path.Combine(DataFolder, "uploads");

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

        try
        {
            PhotoServices.Check(configuration);
        }
        catch (WrongPhotoSetting wrong)
        {
            throw new WrongSetting(wrong.Message);
        }

        try
        {
            AlertSettings.Read(configuration);
        }
        catch (WrongAlertSetting wrong)
        {
            throw new WrongSetting(wrong.Message);
        }

        _ = MonthsOf(configuration);
        var (database, connection) = ConnectionOf(configuration.GetConnectionString("Teleconsult"), data);
        var shares = configuration["Keys:ShareFolder"] is { Length: > 0 } named ? Path.GetFullPath(named, root) : Path.Combine(data, "key-shares");
        return new HostSettings(
            data, database, connection, MasterKeyOf(configuration, root, data), shares, KnownProxies.Read(configuration), configuration["Demo:Password"]);
    }

    /// <summary>On which day of the following month a month's figures are published; 0: a coordinator does it by hand alone.</summary>
    public static FigureSettings MonthsOf(IConfiguration configuration) => configuration[PublishOnKey] switch
    {
        null or "" => new FigureSettings(),
        "0" => new FigureSettings(null),
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 28 => new FigureSettings(day),
        var text => throw new WrongSetting($"{PublishOnKey} is \"{text}\": name a day from 1 to 28, 0 for publishing by hand alone, or leave it out ({FigureSettings.Usual})."),
    };

    /// <summary>The master key is another one than the database's words and keys were encrypted with.</summary>
    public static WrongSetting OtherMasterKey(HostSettings settings) => new(
        $"{MasterKeyKey} is {settings.MasterKeyPath}, which is not the master key of this database: put the right one there. Nothing can be read with another.");

    /// <summary>A database that cannot be used is a wrong setting too: said in one line.</summary>
    public static WrongSetting Unusable(DatabaseUnusable why) => new($"{ConnectionKey} {why.Message}");

    /// <summary>A file that is named has to be there: many nodes that each made a key of their own could not read each other.</summary>
    private static string MasterKeyOf(IConfiguration configuration, string root, string data)
    {
        if (configuration[MasterKeyKey] is not { Length: > 0 } named)
        {
            return Path.Combine(data, "keys", "master.key");
        }

        var path = Path.GetFullPath(named, root);
        return new FileInfo(path) is { Exists: true, Length: 32 }
            ? path
            : throw new WrongSetting($"{MasterKeyKey} is {path}, which is no file of 32 bytes: make one (head -c 32 /dev/urandom), or put its backup there.");
    }

    /// <summary>The string itself tells the database: only PostgreSQL has a host. It is never repeated in a message: it holds a password.</summary>
    private static (DatabaseKind Database, string Connection) ConnectionOf(string? text, string data)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (DatabaseKind.Sqlite, $"Data Source={Path.Combine(data, "teleconsult.db")}");
        }

        try
        {
            var keys = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = text };
            if (keys.ContainsKey("Host") || keys.ContainsKey("Server"))
            {
                var server = new Npgsql.NpgsqlConnectionStringBuilder(text);
                return string.IsNullOrWhiteSpace(server.Host) || string.IsNullOrWhiteSpace(server.Database)
                    ? throw new WrongSetting($"{ConnectionKey} names PostgreSQL without a host or a database. {Mend}")
                    : (DatabaseKind.PostgreSql, server.ToString());
            }

            var file = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(text);
            if (file.DataSource.Length == 0)
            {
                throw new WrongSetting($"{ConnectionKey} names neither a file nor a host. {Mend}");
            }

            file.DataSource = Path.GetFullPath(file.DataSource, data);
            return (DatabaseKind.Sqlite, file.ToString());
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new WrongSetting($"{ConnectionKey} is a connection string of neither SQLite nor PostgreSQL. {Mend}");
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
