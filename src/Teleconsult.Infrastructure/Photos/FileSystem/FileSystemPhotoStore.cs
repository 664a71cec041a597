using System.Runtime.CompilerServices;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Infrastructure.Photos.Frames;

namespace Teleconsult.Infrastructure.Photos.FileSystem;

/// <summary>
/// Photos as files. A photo is encrypted into a file of a temporary name, flushed, renamed into the folder of its hour, and the
/// folder is flushed: two flushes for one photo alone, little more than one each when many arrive together.
/// </summary>
public sealed class FileSystemPhotoStore : IPhotoStore, IDisposable
{
    private const string Incoming = ".incoming";
    private const string Mark = ".store";
    private const int KnownFoldersKept = 1_000;

    /// <summary>Room is made by people: who asks every two seconds gets nothing but hot.</summary>
    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(30);

    private readonly string _root;
    private readonly string _incoming;
    private readonly WriterThreads _threads;
    private readonly FolderFlusher _flusher;
    private readonly Lock _foldersLock = new();
    private readonly HashSet<string> _knownFolders = [];

    public FileSystemPhotoStore(PhotoFolderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder));
        _incoming = Path.Combine(_root, Incoming);
        PrivateFolder.Create(_incoming);
        _threads = new WriterThreads(Math.Clamp(options.Threads, 1, 64));
        _flusher = new FolderFlusher(() => _threads.IsBusy, DurableFolder.Flush);
    }

    /// <inheritdoc/>
    public async Task<StoredPhoto> SaveAsync(
        PhotoId photo, DateTimeOffset announcedAt, ReadOnlyMemory<byte> key, Action<Stream> write, CancellationToken cancellationToken)
    {
        var storeKey = PhotoKey.For(photo, announcedAt);
        var path = PathOf(storeKey);

        try
        {
            var stored = await _threads.RunAsync(() => Write(photo, storeKey, path, key, write), cancellationToken);
            await _flusher.FlushAsync(Path.GetDirectoryName(path)!);
            return stored;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) // a full disk, or none
        {
            throw new PhotoStoreUnavailable(e, IsFull(e) ? WhenFull : null);
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(PhotoId photo, string storeKey, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        if (!PhotoKey.Pattern.IsMatch(storeKey))
        {
            throw new PhotoNotInStore(storeKey);
        }

        FileStream file;
        try
        {
            file = new FileStream(PathOf(storeKey), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PhotoNotInStore(storeKey);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) // it may well be there
        {
            throw new PhotoStoreUnavailable(e);
        }

        return await OpeningStream.OpenAsync(file, photo, key, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string storeKey, CancellationToken cancellationToken) => _threads.RunAsync(() => Delete(storeKey), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(
        DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var hour = from.UtcDateTime.Date.AddHours(from.UtcDateTime.Hour); hour < until.UtcDateTime; hour = hour.AddHours(1))
        {
            var name = PhotoKey.Hour(new DateTimeOffset(hour, TimeSpan.Zero));
            foreach (var key in await _threads.RunAsync(() => KeysIn(name), cancellationToken))
            {
                yield return key;
            }
        }
    }

    /// <inheritdoc/>
    public Task<Guid> MarkAsync(CancellationToken cancellationToken) => _threads.RunAsync(
        () =>
        {
            try
            {
                var mark = Path.Combine(_root, Mark);
                if (!File.Exists(mark))
                {
                    var temporary = Path.Combine(_incoming, $"mark-{Guid.NewGuid():n}");
                    File.WriteAllText(temporary, Guid.NewGuid().ToString());
                    try
                    {
                        File.Move(temporary, mark);
                    }
                    catch (IOException) when (File.Exists(mark))
                    {
                        File.Delete(temporary); // another node was faster
                    }
                }

                return Guid.Parse(File.ReadAllText(mark));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                throw new PhotoStoreUnavailable(e);
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) => _threads.RunAsync(
        () =>
        {
            try
            {
                var probe = Path.Combine(_incoming, $"probe-{Guid.NewGuid():n}");
                File.WriteAllBytes(probe, []);
                File.Delete(probe);
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new PhotoStoreUnavailable(e);
            }
        },
        cancellationToken);

    /// <summary>Removes what a crash left half written. A write takes seconds; what is older than an hour has no writer.</summary>
    /// <returns>How many files were removed.</returns>
    public Task<int> SweepTemporariesAsync(DateTimeOffset now, CancellationToken cancellationToken) => _threads.RunAsync(
        () =>
        {
            var dead = Directory.GetFiles(_incoming).Where(f => File.GetLastWriteTimeUtc(f) < now.UtcDateTime.AddHours(-1)).ToList();
            dead.ForEach(File.Delete);
            return dead.Count;
        },
        cancellationToken);

    public void Dispose()
    {
        _threads.Dispose();
        _flusher.Dispose();
    }

    private StoredPhoto Write(PhotoId photo, string storeKey, string path, ReadOnlyMemory<byte> key, Action<Stream> write)
    {
        var temporary = Path.Combine(_incoming, $"{photo.Value:n}-{Guid.NewGuid():n}");
        try
        {
            StoredPhoto stored;
            using (var file = new FileStream(temporary, PrivateFolder.NewFile))
            using (var plain = new SealingStream(file, photo, key.Span))
            {
                write(plain);
                var hash = plain.Complete();
                stored = new StoredPhoto(storeKey, plain.Length, Convert.ToHexStringLower(hash));
                file.Flush(flushToDisk: true);
            }

            CreateFolder(Path.GetDirectoryName(path)!);
            File.Move(temporary, path, overwrite: true);
            return stored;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private void CreateFolder(string folder)
    {
        lock (_foldersLock)
        {
            if (_knownFolders.Contains(folder))
            {
                return;
            }

            // Once an hour and after each start: a folder may exist and yet not be flushed.
            DurableFolder.Create(_root, folder);
            if (_knownFolders.Count >= KnownFoldersKept)
            {
                _knownFolders.Clear();
            }

            _knownFolders.Add(folder);
        }
    }

    private bool Delete(string storeKey)
    {
        try
        {
            if (PhotoKey.Pattern.IsMatch(storeKey))
            {
                File.Delete(PathOf(storeKey));
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Not there: nothing to do.
        }

        return true;
    }

    private List<string> KeysIn(string hour)
    {
        var folder = PathOf(hour);
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder).Select(f => $"{hour}/{Path.GetFileName(f)}").Where(k => PhotoKey.Pattern.IsMatch(k))]
            : [];
    }

    // ENOSPC and EDQUOT on Linux, ERROR_DISK_FULL on Windows.
    private static bool IsFull(Exception failure) => (failure.HResult & 0xFFFF) is 28 or 122 or 112;

    private string PathOf(string storeKey) => Path.Combine(_root, storeKey.Replace('/', Path.DirectorySeparatorChar));
}
