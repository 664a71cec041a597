using Teleconsult.Application.Ports;
using Teleconsult.Infrastructure.Photos;
using Teleconsult.Infrastructure.Photos.FileSystem;

namespace Teleconsult.Infrastructure.Security;

/// <summary>Shares in files of 32 KB. A share is erased where it lies: zeros are written over it and flushed; the file keeps its place and length.</summary>
/// <remarks>
/// On several nodes: one shared folder. Its backups must be short-lived: an erased share lives on in them. A file system that copies on
/// write, and the flash below it, keep old blocks for a while beyond the reach of any program.
/// </remarks>
internal sealed class KeyShareFiles : KeyShareStore
{
    private const string Extension = ".shares";
    private readonly string _folder;

    public KeyShareFiles(string folder)
    {
        _folder = Path.GetFullPath(folder);
        PrivateFolder.Create(_folder);
    }

    protected override Task KeepAsync(KeyShareBatch batch, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                var path = PathOf(batch.Name);
                using (var file = new FileStream(path + ".new", PrivateFolder.NewFile))
                {
                    file.Write(batch.Bytes);
                    file.Flush(flushToDisk: true);
                }

                File.Move(path + ".new", path);
                DurableFolder.Flush(_folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new KeySharesUnavailable("A batch of key shares could not be written.", e);
            }
        },
        cancellationToken);

    protected override Task<IReadOnlyDictionary<int, byte[]>> ReadAsync(string batch, IReadOnlyList<int> slots, CancellationToken cancellationToken)
    {
        try
        {
            using var file = File.OpenHandle(PathOf(batch), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var found = new Dictionary<int, byte[]>();
            foreach (var slot in slots)
            {
                var share = new byte[KeyShareBatch.Size];
                if (RandomAccess.Read(file, share, slot * KeyShareBatch.Size) != share.Length)
                {
                    throw new KeySharesUnavailable($"The file of key shares {batch} is cut: put its backup back.");
                }

                found[slot] = share;
            }

            return Task.FromResult<IReadOnlyDictionary<int, byte[]>>(found);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeySharesUnavailable($"The file of key shares {batch} cannot be read: put it, or its backup, back.", e);
        }
    }

    protected override Task EraseAsync(string batch, int slot, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                using var file = File.OpenHandle(PathOf(batch), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                RandomAccess.Write(file, new byte[KeyShareBatch.Size], slot * KeyShareBatch.Size);
                RandomAccess.FlushToDisk(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new KeySharesUnavailable($"A share of {batch} could not be overwritten; it is tried again.", e);
            }
        },
        cancellationToken);

    private string PathOf(string batch) => Path.Combine(_folder, batch + Extension);
}
