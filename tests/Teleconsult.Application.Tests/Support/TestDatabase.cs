using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;
using Teleconsult.Infrastructure;
using Xunit;

namespace Teleconsult.Application.Tests.Support;

/// <summary>A real, empty, migrated database for one class of tests. Each kind of database derives; the tests are the same.</summary>
public abstract class TestDatabase : IAsyncLifetime
{
    public string Folder { get; } = System.IO.Directory.CreateTempSubdirectory("teleconsult-tests-").FullName;

    /// <summary>Adds what a node needs to run on this database. Leaves the test out where the database's server is missing.</summary>
    /// <param name="trouble">What may make the node's commits go wrong.</param>
    public abstract void AddStorage(IServiceCollection services, IInterceptor trouble);

    /// <summary>All bytes that the database keeps on disk, journals included.</summary>
    public abstract byte[] RawBytes();

    /// <summary>Keeps a copy as a backup would. No node runs meanwhile.</summary>
    public abstract Task BackUpAsync();

    /// <summary>Puts the copy in the place of the database. What is connected loses its connection.</summary>
    public abstract Task RestoreAsync();

    protected static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    public virtual async ValueTask InitializeAsync()
    {
        await using var node = new Node(this);
        await node.InDbAsync(db => db.Database.MigrateAsync());
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        System.IO.Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class SqliteDatabase : TestDatabase
{
    public override void AddStorage(IServiceCollection services, IInterceptor trouble) =>
        services.AddSqliteStorage(new StorageSettings($"Data Source={Path.Combine(Folder, "test.db")}", Path.Combine(Folder, "master.key"), Path.Combine(Folder, "key-shares")))
            .ConfigureDbContext<TeleconsultDb>(o => o.AddInterceptors(trouble));

    public override byte[] RawBytes() =>
        [.. System.IO.Directory.EnumerateFiles(Folder, "test.db*").Order(StringComparer.Ordinal).SelectMany(ReadShared)];

    public override async Task BackUpAsync()
    {
        await using var from = new SqliteConnection($"Data Source={Path.Combine(Folder, "test.db")}");
        await using var to = new SqliteConnection($"Data Source={Path.Combine(Folder, "backup.db")}");
        await from.OpenAsync();
        from.BackupDatabase(to);
    }

    public override Task RestoreAsync()
    {
        SqliteConnection.ClearAllPools(); // the embedded database is restored while its host is down
        foreach (var file in System.IO.Directory.EnumerateFiles(Folder, "test.db*"))
        {
            File.Delete(file);
        }

        File.Copy(Path.Combine(Folder, "backup.db"), Path.Combine(Folder, "test.db"));
        return Task.CompletedTask;
    }
}
