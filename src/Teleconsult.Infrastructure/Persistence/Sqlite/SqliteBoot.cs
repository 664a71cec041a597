using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Teleconsult.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Lets Microsoft.Data.Sqlite 10, built against SQLitePCLRaw 2.1, run on the 2.0.6 that the feed holds, and prefers the
/// system's newer libsqlite3 to the bundled one. On a full feed: reference SQLitePCLRaw 2.1 and delete this (src/README.md).
/// </summary>
internal static class SqliteBoot
{
#pragma warning disable CA2255 // it has to run before the first use of SQLite in whatever program references this
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Start()
    {
        AssemblyLoadContext.Default.Resolving += LoadFromProgramFolder;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
        {
            if (loaded.LoadedAssembly.GetName().Name == "SQLitePCLRaw.provider.e_sqlite3")
            {
                NativeLibrary.SetDllImportResolver(loaded.LoadedAssembly, PreferTheSystems);
            }
        };
    }

    private static Assembly? LoadFromProgramFolder(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name is null || !name.Name.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal))
        {
            return null;
        }

        // Beside this assembly too: a design-time tool has a base directory of its own.
        return new[] { AppContext.BaseDirectory, Path.GetDirectoryName(typeof(SqliteBoot).Assembly.Location)! }
            .Select(folder => Path.Combine(folder, name.Name + ".dll"))
            .FirstOrDefault(File.Exists) is { } path ? context.LoadFromAssemblyPath(path) : null;
    }

    private static IntPtr PreferTheSystems(string library, Assembly assembly, DllImportSearchPath? path) =>
        library == "e_sqlite3" && OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : IntPtr.Zero;
}
