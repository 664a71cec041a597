using System.Diagnostics;
using Npgsql;

namespace Teleconsult.Benchmarks.Hosts;

/// <summary>A PostgreSQL of the benchmarks' own, in a new folder, on a socket there; gone with this process, however that ends.</summary>
/// <remarks>Without flushes: what is measured here reads.</remarks>
internal sealed class PostgreSql : IAsyncDisposable
{
    private const string Script =
        """
        set -e
        folder=$(mktemp -d /tmp/teleconsult-benchmark-pg-XXXXXX)
        chmod 755 "$folder"
        trap 'kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid")" 2>/dev/null; wait; rm -rf "$folder"' EXIT
        trap exit HUP INT TERM
        "$1/initdb" -D "$folder/data" -A trust -U postgres -E UTF8 --no-locale --no-sync >"$folder/log" 2>&1
        "$1/postgres" -D "$folder/data" -c listen_addresses= -c unix_socket_directories="$folder" -c fsync=off -c full_page_writes=off \
          -c synchronous_commit=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=4GB -c max_connections=250 -c shared_buffers=2GB \
          -c maintenance_work_mem=1GB -c autovacuum=off </dev/null >>"$folder/log" 2>&1 &
        server=$!
        until "$1/pg_isready" -q -h "$folder"; do kill -0 "$server"; sleep 0.05; done
        "$1/psql" -q -h "$folder" -U postgres -c "create role teleconsult login superuser" >>"$folder/log" 2>&1
        echo "$folder"
        read -r _ || true
        """;

    private readonly Process _shell;
    private readonly string _folder;

    private PostgreSql(Process shell, string folder) => (_shell, _folder) = (shell, folder);

    public static async Task<PostgreSql> StartAsync()
    {
        var programs = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order().LastOrDefault() : null;
        if (programs is null)
        {
            throw new InvalidOperationException("PostgreSQL is missing: apt-get install postgresql.");
        }

        var root = Environment.UserName == "root";
        var start = new ProcessStartInfo(
            root ? "runuser" : "bash", [.. root ? ["-u", "postgres", "--", "bash"] : Array.Empty<string>(), "-c", Script, "bash", Path.Combine(programs, "bin")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/tmp",
        };
        var shell = Process.Start(start)!;
        return new PostgreSql(shell, await shell.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("PostgreSQL did not start."));
    }

    public string ConnectionTo(string database) => $"Host={_folder};Database={database};Username=teleconsult;Timeout=60;Command Timeout=0;Options=-c statement_timeout=0";

    /// <summary>Runs statements one after the other, each by itself.</summary>
    public async Task ExecuteAsync(string database, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(database) + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<List<string>> AskAsync(string database, string query)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetValue(0).ToString()!);
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
