using Teleconsult.Application.Ports;
using Teleconsult.Infrastructure.Photos.FileSystem;
using Xunit;

namespace Teleconsult.Infrastructure.Tests.Photos;

public sealed class FileSystemPhotoStoreTests : PhotoStoreConformance, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("photos");
    private readonly FileSystemPhotoStore _store;

    public FileSystemPhotoStoreTests() => _store = new FileSystemPhotoStore(new PhotoFolderOptions { Folder = _folder.FullName });

    protected override IPhotoStore Store => _store;

    /// <summary>A file stands where new photos are written: for every user, also root, as if the disk took nothing.</summary>
    protected override Task BreakAsync()
    {
        Directory.Delete(Incoming, recursive: true);
        return File.WriteAllTextAsync(Incoming, "");
    }

    protected override Task MendAsync()
    {
        File.Delete(Incoming);
        Directory.CreateDirectory(Incoming);
        return Task.CompletedTask;
    }

    private string Incoming => Path.Combine(_folder.FullName, ".incoming");

    [Fact]
    public async Task Nothing_of_a_photo_lies_readable_on_the_disk()
    {
        var plain = Enumerable.Range(0, 100_000).Select(n => (byte)(n % 7)).ToArray();
        await SaveAsync(NewPhoto(), plain);

        Assert.All(Files(), file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(plain.AsSpan(0, 32))));
    }

    [Fact]
    public async Task Every_flipped_bit_and_every_cut_is_noticed()
    {
        var photo = NewPhoto();
        var stored = await SaveAsync(photo, new byte[150_000]);
        var path = Assert.Single(Files());
        var sound = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        foreach (var at in new[] { 0, 4, 5, 8, 15, 16, 70_000, sound.Length - 60, sound.Length - 40, sound.Length - 1 })
        {
            var bytes = sound.ToArray();
            bytes[at] ^= 1;
            await AssertUnreadableAsync(path, bytes, photo, stored);
        }

        foreach (var length in new[] { 0, 10, 88, 65_568, sound.Length - 1, sound.Length - 56 })
        {
            await AssertUnreadableAsync(path, sound[..length], photo, stored);
        }

        await AssertUnreadableAsync(path, [.. sound, 0], photo, stored);
    }

    [Fact]
    public async Task Frames_cannot_change_places_or_be_left_out()
    {
        const int frame = 65_552;
        var photo = NewPhoto();
        var stored = await SaveAsync(photo, new byte[4 * 65_536]);
        var path = Assert.Single(Files());
        var sound = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var (header, trailer) = (sound[..16], sound[^56..]);
        var frames = sound[16..^56].Chunk(frame).ToList();

        await AssertUnreadableAsync(path, [.. header, .. frames[1], .. frames[0], .. frames[2], .. frames[3], .. trailer], photo, stored);
        await AssertUnreadableAsync(path, [.. header, .. frames[0], .. frames[1], .. frames[3], .. trailer], photo, stored);
        await AssertUnreadableAsync(path, [.. header, .. frames[0], .. frames[1], .. frames[2], .. frames[2], .. trailer], photo, stored);
    }

    [Fact]
    public async Task Temporaries_of_a_crash_are_swept_once_they_can_have_no_writer()
    {
        var left = Path.Combine(_folder.FullName, ".incoming", "left");
        await File.WriteAllTextAsync(left, "half", TestContext.Current.CancellationToken);

        Assert.Equal(0, await _store.SweepTemporariesAsync(DateTimeOffset.UtcNow, TestContext.Current.CancellationToken));
        Assert.Equal(1, await _store.SweepTemporariesAsync(DateTimeOffset.UtcNow.AddHours(2), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task Files_and_folders_are_the_owners_alone()
    {
        await SaveAsync(NewPhoto(), [1]);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Files())));
        }
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories);

    private async Task AssertUnreadableAsync(string path, byte[] bytes, Domain.PhotoId photo, StoredPhoto stored)
    {
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<PhotoUnreadable>(() => ReadAsync(photo, stored.StoreKey));
    }
}
