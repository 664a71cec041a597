using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using Teleconsult.Domain;

namespace Teleconsult.Infrastructure.Photos.Uploads;

/// <summary>
/// Uploads in flight as files, one each: 16 random bytes, then what has arrived, encrypted. The file's length is the truth. Only the
/// host's own account can read them; the file's lock is that of all processes that share the folder.
/// </summary>
public sealed class FileUploadParts : IUploadParts, IDisposable
{
    private const string Extension = ".part";
    private const int FlushThreads = 2;

    private readonly string _folder;
    private readonly WriterThreads _threads = new(FlushThreads);

    public FileUploadParts(UploadFolderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _folder = Path.GetFullPath(options.Folder);
        PrivateFolder.Create(_folder);
    }

    public bool Exists(PhotoId photo) => File.Exists(PathOf(photo));

    /// <inheritdoc/>
    /// <remarks>A dead writer holds no lock: <paramref name="force"/> changes nothing.</remarks>
    public Task<UploadPart?> TryOpenAsync(PhotoId photo, ReadOnlyMemory<byte> key, bool create, bool force, CancellationToken cancellationToken)
    {
        try
        {
            var options = PrivateFolder.Options(create ? FileMode.OpenOrCreate : FileMode.Open);
            options.Access = FileAccess.ReadWrite;
            return Task.FromResult<UploadPart?>(new Part(new FileStream(PathOf(photo), options), photo, key.Span, _threads));
        }
        catch (IOException e) when (e is not FileNotFoundException and not DirectoryNotFoundException)
        {
            return Task.FromResult<UploadPart?>(null); // FileShare.None: flock on Linux, a sharing violation on Windows
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(PhotoId photo, CancellationToken cancellationToken)
    {
        File.Delete(PathOf(photo));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<PhotoId> IdleSinceAsync(DateTimeOffset instant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var idle = from file in new DirectoryInfo(_folder).EnumerateFiles("*" + Extension)
                   where file.LastWriteTimeUtc < instant.UtcDateTime
                   let id = Guid.TryParseExact(Path.GetFileNameWithoutExtension(file.Name), "n", out var parsed) ? parsed : (Guid?)null
                   where id is not null
                   select new PhotoId(id.Value);
        foreach (var photo in await _threads.RunAsync(idle.ToList, cancellationToken))
        {
            yield return photo;
        }
    }

    public void Dispose() => _threads.Dispose();

    private string PathOf(PhotoId photo) => Path.Combine(_folder, photo.Value.ToString("n", CultureInfo.InvariantCulture) + Extension);

    private sealed class Part : UploadPart
    {
        private readonly FileStream _file;
        private readonly WriterThreads _threads;
        private readonly PartCipher _cipher;
        private long _length;
        private bool _isNew;

        public Part(FileStream file, PhotoId photo, ReadOnlySpan<byte> key, WriterThreads threads)
        {
            (_file, _threads) = (file, threads);
            try
            {
                LastWrite = new FileInfo(file.Name).LastWriteTimeUtc;
                _length = Math.Max(0, file.Length - PartCipher.SaltBytes);
                var salt = PartCipher.NewSalt();
                _isNew = RandomAccess.GetLength(file.SafeFileHandle) < PartCipher.SaltBytes || RandomAccess.Read(file.SafeFileHandle, salt, 0) < salt.Length;
                _salt = salt;
                _cipher = new PartCipher(photo, key, salt);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }

        private readonly byte[] _salt;

        public override long Length => _length;

        public override DateTimeOffset? LastWrite { get; }

        /// <summary>Into the page cache: microseconds, and cheaper than a hop to another thread. The disk is waited for elsewhere.</summary>
        public override void Append(ReadOnlySpan<byte> bytes)
        {
            Begin();
            var sealedBytes = ArrayPool<byte>.Shared.Rent(bytes.Length);
            try
            {
                _cipher.Apply(bytes, _length, sealedBytes);
                RandomAccess.Write(_file.SafeFileHandle, sealedBytes.AsSpan(0, bytes.Length), PartCipher.SaltBytes + _length);
                _length += bytes.Length;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(sealedBytes);
            }
        }

        /// <summary>Makes what has arrived survive the loss of power, on a thread where blocking is allowed.</summary>
        public override Task FlushAsync(CancellationToken cancellationToken) => _threads.RunAsync(
            () =>
            {
                Begin();
                RandomAccess.FlushToDisk(_file.SafeFileHandle);
                return true;
            },
            CancellationToken.None);

        public override Task TruncateAsync(long length, CancellationToken cancellationToken)
        {
            _length = Math.Min(_length, length);
            _file.SetLength(_isNew ? 0 : PartCipher.SaltBytes + _length);
            return Task.CompletedTask;
        }

        public override Stream OpenRead() => new PartReader(_cipher, _length, (buffer, offset) => RandomAccess.Read(_file.SafeFileHandle, buffer, PartCipher.SaltBytes + offset));

        public override Task RemoveAsync(CancellationToken cancellationToken)
        {
            File.Delete(_file.Name);
            return Task.CompletedTask;
        }

        public override async ValueTask DisposeAsync()
        {
            _cipher.Dispose();
            await _file.DisposeAsync();
        }

        private void Begin()
        {
            if (_isNew)
            {
                RandomAccess.Write(_file.SafeFileHandle, _salt, 0);
                _isNew = false;
            }
        }
    }
}
