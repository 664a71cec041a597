using System.Diagnostics;
using Npgsql;
using Xunit;

namespace Teleconsult.Tests.PostgreSql;

/// <summary>
/// A PostgreSQL of the tests' own: made when the first test asks, in a new folder, on a socket there and on no port, and gone with
/// this process, however that ends. The system's cluster is left alone.
/// </summary>
/// <remarks>Without flushes to disk: no test here is about the loss of power.</remarks>
public sealed class PostgreSqlCluster : IAsyncDisposable
{
    /// <summary>Owns the databases and may do nothing else: what is tested needs no other right.</summary>
    public const string User = "teleconsult";

    private const string Missing = "PostgreSQL 15 or newer is missing: apt-get install postgresql.";

    // The shell's input is this process: when it ends, in whatever way, the read does too, and takes the server and its folder along.
    private const string Script =
        """
        set -e
        folder=$(mktemp -d /tmp/teleconsult-pg-XXXXXX)
        chmod 755 "$folder"
        trap 'for pid in "$folder"/*/postmaster.pid; do kill -QUIT "$(head -n 1 "$pid")" 2>/dev/null; done; wait; rm -rf "$folder"' EXIT
        trap exit HUP INT TERM
        "$1/initdb" -D "$folder/data" -A trust -U postgres -E UTF8 --no-locale --no-sync --wal-segsize=1 >"$folder/log" 2>&1
        "$1/postgres" -D "$folder/data" -c listen_addresses= -c unix_socket_directories="$folder" -c fsync=off -c full_page_writes=off \
          -c max_connections=400 -c shared_buffers=64MB -c max_wal_size=32MB </dev/null >>"$folder/log" 2>&1 &
        server=$!
        until "$1/pg_isready" -q -h "$folder"; do kill -0 "$server"; sleep 0.05; done
        "$1/psql" -q -h "$folder" -U postgres -c "create role teleconsult login" >>"$folder/log" 2>&1
        echo "$folder"
        read -r _ || true
        """;

    // A copy that follows the server, and then goes its own way: it lacks whatever the server commits from now on.
    private const string Promote =
        """
        set -e
        "$1/pg_basebackup" -h "$2" -U postgres -D "$2/standby" -R --no-sync -c fast
        "$1/pg_ctl" -D "$2/standby" -l "$2/standby-log" -w start \
          -o "-p 5433 -c listen_addresses= -c unix_socket_directories=$2 -c fsync=off -c max_connections=400 -c shared_buffers=32MB"
        "$1/pg_ctl" -D "$2/standby" -w promote
        """;

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly HashSet<string> _templates = [];
    private Process? _shell;
    private string _folder = "";
    private int _databases;

    /// <summary>Where the server keeps its files. Readable by who runs the tests as root or as the server's user.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    private static string? Programs { get; } = !Directory.Exists("/usr/lib/postgresql")
        ? null
        : Directory.EnumerateDirectories("/usr/lib/postgresql").Where(d => int.TryParse(Path.GetFileName(d), out var version) && version >= 15)
            .OrderByDescending(d => int.Parse(Path.GetFileName(d), System.Globalization.CultureInfo.InvariantCulture))
            .Select(d => Path.Combine(d, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")));

    /// <summary>Leaves the test out where PostgreSQL is missing; in CI that counts as a failure.</summary>
    public static void Need() => Assert.SkipWhen(Programs is null, Missing);

    public static bool IsThere => Programs is not null;

    /// <summary>A new, empty database. Returns its connection string.</summary>
    public Task<string> CreateAsync() => CreateFromAsync("template0");

    /// <summary>A new database as <paramref name="make"/> leaves one: it is made once and copied, which is quick.</summary>
    /// <param name="make">Is given the connection string of an empty database and leaves no connection open.</param>
    public async Task<string> CreateAsync(string template, Func<string, Task> make)
    {
        await _one.WaitAsync();
        try
        {
            if (_templates.Add(template))
            {
                await ExecuteAsync($"create database {template} owner {User} template template0");
                await make(ConnectionTo(template));
            }
        }
        finally
        {
            _one.Release();
        }

        return await CreateFromAsync(template);
    }

    /// <summary>Where the server listens: the host of its connection strings.</summary>
    public async Task<string> SocketFolderAsync()
    {
        await StartAsync();
        return _folder;
    }

    /// <summary>Runs a statement as the server's administrator.</summary>
    public async Task ExecuteAsync(string statement, string database = "postgres")
    {
        await StartAsync();
        await using var connection = new NpgsqlConnection($"Host={_folder};Database={database};Username=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A standby has taken over. Returns where it is to be found: the same databases, in the state of now. Once in a run.</summary>
    public async Task<string> FailOverAsync(string connection)
    {
        await StartAsync();
        using var script = Run(Promote, _folder);
        await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        Assert.Equal(0, script.ExitCode);
        return new NpgsqlConnectionStringBuilder(connection) { Port = 5433 }.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_shell is not null)
        {
            _shell.StandardInput.Close();
            await _shell.WaitForExitAsync();
            _shell.Dispose();
        }

        _starting.Dispose();
        _one.Dispose();
    }

    private async Task<string> CreateFromAsync(string template)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"create database {name} owner {User} template {template}");
        return ConnectionTo(name);
    }

    /// <summary>Many nodes share two cores: they wait longer for a connection than a person would.</summary>
    private string ConnectionTo(string database) => $"Host={_folder};Database={database};Username={User};Maximum Pool Size=64;Timeout=60";

    private async Task StartAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_folder.Length == 0)
            {
                _folder = await StartNewAsync();
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Runs a script with the server's programs, as a user whom they accept: not as root.</summary>
    private static Process Run(string script, params string[] arguments)
    {
        var root = Environment.UserName == "root";
        var start = new ProcessStartInfo(root ? "runuser" : "bash") { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/tmp" };
        foreach (var argument in (string[])[.. root ? ["-u", "postgres", "--", "bash"] : Array.Empty<string>(), "-c", script, "bash", Programs!, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private async Task<string> StartNewAsync()
    {
        _shell = Run(Script);
        return await _shell.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("PostgreSQL did not start.");
    }
}
