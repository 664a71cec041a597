using System.Runtime.InteropServices;

namespace Teleconsult.Infrastructure.Photos.FileSystem;

/// <summary>Makes names in a folder survive the loss of power, which flushing a file does not do (fsync(2)).</summary>
internal static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Creates the folders from <paramref name="root"/> down to <paramref name="folder"/> and flushes each name.</summary>
    public static void Create(string root, string folder)
    {
        Directory.CreateDirectory(folder);
        for (var level = folder; level.Length > root.Length; level = Path.GetDirectoryName(level)!)
        {
            Flush(Path.GetDirectoryName(level)!);
        }
    }

    /// <exception cref="IOException">The disk could not take it: nothing in this folder may be called stored.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS writes the names of a volume through its journal; a folder cannot be flushed.
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"The photo folder cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        }

        try
        {
            if (FileSync(descriptor) != 0)
            {
                throw new IOException($"The photo folder cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FileSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
