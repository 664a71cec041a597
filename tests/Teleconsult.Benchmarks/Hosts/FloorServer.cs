using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Teleconsult.Infrastructure;

namespace Teleconsult.Benchmarks.Hosts;

/// <summary>
/// The floor: the least that a durable upload can be. A bare endpoint writes the photo, flushes it, renames it, flushes the
/// folder, and commits one row in the same kind of database, with the same settings, as ours. No sign-in, no check, no cipher.
/// </summary>
internal static partial class FloorServer
{
    public const string Mode = "serve-floor";

    public static async Task RunAsync(string address, string folder)
    {
        RuntimeHelpers.RunModuleConstructor(typeof(StorageSettings).Module.ModuleHandle); // finds SQLite as our host does
        ThreadPool.SetMinThreads(64, 64); // flushes block: without spare threads the floor would starve itself
        Directory.CreateDirectory(folder);
        using var database = new OneRow(Path.Combine(folder, "floor.db"));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/ready", () => "ok");
        app.MapPut("/photos/{id:guid}", async (Guid id, HttpRequest request) =>
        {
            var bytes = await WriteAsync(folder, id, request.Body);
            await database.InsertAsync(id, bytes);
        });
        await app.RunAsync(address);
    }

    private static async Task<long> WriteAsync(string folder, Guid id, Stream body)
    {
        var final = Path.Combine(folder, $"{id:n}.jpg");
        var temporary = final + ".new";
        long length;
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            await body.CopyToAsync(file);
            file.Flush(flushToDisk: true);
            length = file.Length;
        }

        File.Move(temporary, final);
        FlushFolder(folder);
        return length;
    }

    private static void FlushFolder(string folder)
    {
        var descriptor = Open(folder, 0);
        if (descriptor < 0 || FileSync(descriptor) != 0)
        {
            throw new IOException($"The folder cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
        }

        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FileSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    /// <summary>One open connection, one prepared statement, one writer at a time: SQLite at its quickest.</summary>
    private sealed class OneRow : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _insert;
        private readonly SemaphoreSlim _one = new(1, 1);

        public OneRow(string file)
        {
            _connection = new SqliteConnection($"Data Source={file}");
            _connection.Open();
            Execute("pragma journal_mode=wal; pragma synchronous=full; create table photos(id text primary key, bytes integer not null, at integer not null);");
            _insert = _connection.CreateCommand();
            _insert.CommandText = "insert into photos(id, bytes, at) values ($id, $bytes, $at)";
            foreach (var name in new[] { "$id", "$bytes", "$at" })
            {
                _insert.Parameters.Add(new SqliteParameter { ParameterName = name });
            }
        }

        public async Task InsertAsync(Guid id, long bytes)
        {
            await _one.WaitAsync();
            try
            {
                _insert.Parameters[0].Value = id.ToString();
                _insert.Parameters[1].Value = bytes;
                _insert.Parameters[2].Value = DateTime.UtcNow.Ticks;
                _insert.ExecuteNonQuery();
            }
            finally
            {
                _one.Release();
            }
        }

        public void Dispose()
        {
            _insert.Dispose();
            _connection.Dispose();
            _one.Dispose();
        }

        private void Execute(string sql)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
