using System.Globalization;
using Teleconsult.Domain;

namespace Teleconsult.Infrastructure.Photos.Uploads;

/// <summary>Section <c>Uploads</c> of the configuration.</summary>
public sealed class UploadFolderOptions
{
    /// <summary>Where bytes in flight lie. On several nodes: one shared folder.</summary>
    public string Folder { get; set; } = ".data/uploads";
}

/// <summary>
/// The bytes of uploads in flight, one file each. The file's length is the truth about what has arrived. They lie as they came,
/// readable by the host's account alone, until the photo is stored or the upload expires. Thread-safe.
/// </summary>
public sealed class UploadParts : IDisposable
{
    private const string Extension = ".part";
    private const int FlushThreads = 2;

    private readonly string _folder;
    private readonly WriterThreads _threads = new(FlushThreads);

    public UploadParts(UploadFolderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _folder = Path.GetFullPath(options.Folder);
        PrivateFolder.Create(_folder);
    }

    public bool Exists(PhotoId photo) => File.Exists(PathOf(photo));

    /// <summary>When the upload last moved, UTC; null if nothing has arrived.</summary>
    public DateTimeOffset? LastWrite(PhotoId photo)
    {
        var file = new FileInfo(PathOf(photo));
        return file.Exists ? file.LastWriteTimeUtc : null;
    }

    /// <summary>Opens for writing, for one writer at a time over all processes that share the folder.</summary>
    /// <returns>Null while another one writes.</returns>
    /// <exception cref="FileNotFoundException">There is no such upload, and <paramref name="create"/> is false.</exception>
    public FileStream? TryOpen(PhotoId photo, bool create)
    {
        try
        {
            return new FileStream(PathOf(photo), PrivateFolder.Options(create ? FileMode.OpenOrCreate : FileMode.Open));
        }
        catch (IOException e) when (e is not FileNotFoundException and not DirectoryNotFoundException)
        {
            return null; // FileShare.None: flock on Linux, a sharing violation on Windows
        }
    }

    public Stream OpenRead(PhotoId photo) => new FileStream(
        PathOf(photo), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, BufferSize = 0 });

    /// <summary>Makes what has arrived survive the loss of power, on a thread where blocking is allowed.</summary>
    public Task FlushAsync(FileStream file) => _threads.RunAsync(
        () =>
        {
            file.Flush(flushToDisk: true);
            return true;
        },
        CancellationToken.None);

    public void Delete(PhotoId photo) => File.Delete(PathOf(photo));

    /// <summary>Uploads that have not moved since <paramref name="instant"/>, with or without a row.</summary>
    public IReadOnlyList<PhotoId> IdleSince(DateTimeOffset instant) =>
    [
        .. from file in new DirectoryInfo(_folder).EnumerateFiles("*" + Extension)
           where file.LastWriteTimeUtc < instant.UtcDateTime
           let id = Guid.TryParseExact(Path.GetFileNameWithoutExtension(file.Name), "n", out var parsed) ? parsed : (Guid?)null
           where id is not null
           select new PhotoId(id.Value),
    ];

    public void Dispose() => _threads.Dispose();

    private string PathOf(PhotoId photo) => Path.Combine(_folder, photo.Value.ToString("n", CultureInfo.InvariantCulture) + Extension);
}
