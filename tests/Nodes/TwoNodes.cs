using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;
using Teleconsult.Tests.Azurite;
using Teleconsult.Tests.PostgreSql;
using Xunit;

namespace Teleconsult.Tests.Nodes;

/// <summary>
/// Two nodes as they run in production: processes of their own, started together on an empty database, with one PostgreSQL, one
/// Azure Blob storage (Azurite) and one master key between them, behind HAProxy.
/// </summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    public const string Password = "two nodes, one password";

    private readonly string _folder;
    private readonly Dictionary<string, string> _settings;

    private TwoNodes(string folder, Dictionary<string, string> settings, NodeProcess a, NodeProcess b, Balancer balancer) =>
        (_folder, _settings, A, B, Balancer) = (folder, settings, a, b, balancer);

    public NodeProcess A { get; }

    public NodeProcess B { get; }

    public Balancer Balancer { get; }

    private string Connection => _settings["ConnectionStrings:Teleconsult"];

    public static void Need()
    {
        PostgreSqlCluster.Need();
        AzuriteServer.Need();
        Balancer.Need();
    }

    public static async Task<TwoNodes> StartAsync(PostgreSqlCluster cluster, AzuriteServer azurite, string password = Password)
    {
        Need();
        var folder = Directory.CreateTempSubdirectory("teleconsult-nodes-").FullName;
        var key = Path.Combine(folder, "master.key");
        await File.WriteAllBytesAsync(key, RandomNumberGenerator.GetBytes(32));
        var connection = await cluster.CreateAsync();
        var settings = new Dictionary<string, string>(await azurite.NewSettingsAsync())
        {
            ["ConnectionStrings:Teleconsult"] = connection,
            ["Keys:MasterKeyFile"] = key,
            ["Keys:ShareFolder"] = Path.Combine(folder, "key-shares"),
            ["Proxies:Known"] = "127.0.0.1",
            ["Demo:Password"] = password,
        };
        var (a, b) = (new NodeProcess("a", settings), new NodeProcess("b", settings));
        try
        {
            await Task.WhenAll(a.StartAsync(), b.StartAsync());
            var nodes = new TwoNodes(folder, settings, a, b, new Balancer(a, b));
            await nodes.Balancer.GivesToAsync("a");
            return nodes;
        }
        catch
        {
            await a.DisposeAsync();
            await b.DisposeAsync();
            throw;
        }
    }

    /// <summary>One more node with the same settings on another database.</summary>
    public NodeProcess Another(string name, string connection) => new(name, new Dictionary<string, string>(_settings) { ["ConnectionStrings:Teleconsult"] = connection });

    /// <summary>Backs the database up as <c>infra/README.md</c> says, while the nodes run. Returns the dump's file.</summary>
    public Task<string> BackUpAsync() => ScriptAsync("backup.sh", Path.Combine(_folder, "backups"));

    /// <summary>Puts a dump into a new database as <c>infra/README.md</c> says. Returns how to connect to it.</summary>
    public async Task<string> RestoreAsync(string dump)
    {
        var database = $"restored_{Guid.NewGuid():n}";
        await ScriptAsync("restore.sh", dump, database);
        return new NpgsqlConnectionStringBuilder(Connection) { Database = database }.ToString();
    }

    /// <summary>Asks the database itself, past the product.</summary>
    public Task<List<T>> AskAsync<T>(string query) => AskAsync<T>(Connection, query);

    public static async Task<List<T>> AskAsync<T>(string database, string query)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetFieldValue<T>(0));
        }

        return found;
    }

    /// <summary>Runs a script of <c>infra</c> against this database. Returns the last line that it prints.</summary>
    private async Task<string> ScriptAsync(string script, params string[] arguments)
    {
        var server = new NpgsqlConnectionStringBuilder(Connection);
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(Folders.Root, "infra", script), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        (start.Environment["PGHOST"], start.Environment["PGUSER"], start.Environment["PGDATABASE"]) = (server.Host, "postgres", server.Database);
        using var run = Process.Start(start)!;
        var (said, wrong) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, await wrong);
        return (await said).TrimEnd().Split('\n')[^1];
    }

    public async ValueTask DisposeAsync()
    {
        await Balancer.DisposeAsync();
        await A.DisposeAsync();
        await B.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
