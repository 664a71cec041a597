using System.Security.Cryptography;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Xunit;

namespace Teleconsult.Infrastructure.Tests.Photos;

/// <summary>What every photo store must do. An adapter's test class inherits it and gives the store.</summary>
public abstract class PhotoStoreConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 30, 0, TimeSpan.Zero);
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    protected abstract IPhotoStore Store { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_000)]
    public async Task What_was_saved_is_read_back_with_its_length_and_hash(int length)
    {
        var (photo, bytes) = (NewPhoto(), RandomNumberGenerator.GetBytes(length));

        var stored = await SaveAsync(photo, bytes);

        Assert.Equal(length, stored.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), stored.Sha256);
        Assert.Equal(bytes, await ReadAsync(photo, stored.StoreKey));
    }

    [Fact]
    public async Task A_range_is_read_without_what_lies_before_it()
    {
        var (photo, bytes) = (NewPhoto(), RandomNumberGenerator.GetBytes(400_000));
        var stored = await SaveAsync(photo, bytes);
        await using var stream = await Store.OpenAsync(photo, stored.StoreKey, _key, Stop);

        foreach (var at in new[] { 399_999, 65_536, 131_071, 0, 200_000 })
        {
            stream.Seek(at, SeekOrigin.Begin);
            var part = new byte[Math.Min(100_000, bytes.Length - at)];
            await stream.ReadExactlyAsync(part, Stop);
            Assert.Equal(bytes[at..(at + part.Length)], part);
        }
    }

    [Fact]
    public async Task Another_key_or_another_photo_does_not_open_it()
    {
        var photo = NewPhoto();
        var stored = await SaveAsync(photo, [1, 2, 3]);

        await Assert.ThrowsAsync<PhotoUnreadable>(() => Store.OpenAsync(photo, stored.StoreKey, new byte[32], Stop));
        await Assert.ThrowsAsync<PhotoUnreadable>(() => Store.OpenAsync(NewPhoto(), stored.StoreKey, _key, Stop));
    }

    [Fact]
    public async Task A_writer_that_fails_leaves_nothing_and_its_reason_reaches_the_caller()
    {
        var photo = NewPhoto();
        var refused = await Assert.ThrowsAsync<RuleViolation>(() => Store.SaveAsync(
            photo, Noon, _key, _ => throw new RuleViolation("photo.damaged"), Stop));

        Assert.Equal("photo.damaged", refused.Code);
        Assert.DoesNotContain(await ListAsync(Noon), k => k.Contains(photo.Value.ToString("n"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task To_save_again_replaces_it_under_the_same_key()
    {
        var photo = NewPhoto();
        var first = await SaveAsync(photo, [1]);
        var second = await SaveAsync(photo, [2, 2]);

        Assert.Equal(first.StoreKey, second.StoreKey);
        Assert.Equal([2, 2], await ReadAsync(photo, second.StoreKey));
    }

    [Fact]
    public async Task What_was_deleted_is_gone_and_deleting_it_again_does_nothing()
    {
        var photo = NewPhoto();
        var stored = await SaveAsync(photo, [1]);

        await Store.DeleteAsync(stored.StoreKey, Stop);
        await Store.DeleteAsync(stored.StoreKey, Stop);

        await Assert.ThrowsAsync<PhotoNotInStore>(() => Store.OpenAsync(photo, stored.StoreKey, _key, Stop));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("2026/11/20/12/../../../../../secret")]
    [InlineData("")]
    public async Task A_key_that_is_none_finds_nothing(string storeKey)
    {
        await Assert.ThrowsAsync<PhotoNotInStore>(() => Store.OpenAsync(NewPhoto(), storeKey, _key, Stop));
        await Store.DeleteAsync(storeKey, Stop);
    }

    [Fact]
    public async Task Keys_are_listed_by_the_hour_of_the_announcement()
    {
        var stored = await SaveAsync(NewPhoto(), [1]);
        var later = await Store.SaveAsync(NewPhoto(), Noon.AddHours(3), _key, s => s.WriteByte(1), Stop);

        Assert.Contains(stored.StoreKey, await ListAsync(Noon));
        Assert.DoesNotContain(later.StoreKey, await ListAsync(Noon));
        Assert.Contains(later.StoreKey, await ListAsync(Noon.AddHours(3)));
    }

    [Fact]
    public async Task Many_at_once_are_all_kept()
    {
        var photos = Enumerable.Range(0, 200).Select(n => (Photo: NewPhoto(), Bytes: RandomNumberGenerator.GetBytes(n * 700))).ToList();

        var stored = await Task.WhenAll(photos.Select(p => SaveAsync(p.Photo, p.Bytes)));

        foreach (var (photo, saved) in photos.Zip(stored))
        {
            Assert.Equal(photo.Bytes, await ReadAsync(photo.Photo, saved.StoreKey));
        }
    }

    [Fact]
    public async Task A_photo_of_megabytes_is_read_back_whole_and_in_parts()
    {
        var (photo, bytes) = (NewPhoto(), RandomNumberGenerator.GetBytes(9_500_000));

        var stored = await SaveAsync(photo, bytes);

        var whole = await ReadAsync(photo, stored.StoreKey);
        Assert.True(bytes.AsSpan().SequenceEqual(whole));
        await using var stream = await Store.OpenAsync(photo, stored.StoreKey, _key, Stop);
        foreach (var at in new[] { 9_499_990, 4_194_304, 0, 7_000_001 })
        {
            stream.Seek(at, SeekOrigin.Begin);
            var part = new byte[Math.Min(70_000, bytes.Length - at)];
            await stream.ReadExactlyAsync(part, Stop);
            Assert.True(part.AsSpan().SequenceEqual(bytes.AsSpan(at, part.Length)));
        }
    }

    [Fact]
    public async Task A_large_photo_whose_writer_fails_in_the_middle_leaves_what_was_there_before()
    {
        var photo = NewPhoto();
        var stored = await SaveAsync(photo, [7]);

        await Assert.ThrowsAsync<RuleViolation>(() => Store.SaveAsync(
            photo, Noon, _key, s =>
            {
                s.Write(new byte[9_000_000]);
                throw new RuleViolation("photo.damaged");
            },
            Stop));

        Assert.Equal([7], await ReadAsync(photo, stored.StoreKey));
    }

    [Fact]
    public async Task Two_at_once_write_one_photo_and_one_of_them_is_there_whole()
    {
        var photo = NewPhoto();
        byte[][] contents = [RandomNumberGenerator.GetBytes(5_000_000), RandomNumberGenerator.GetBytes(5_000_000)];

        var done = await Task.WhenAll(contents.Select(async c =>
        {
            try
            {
                return await SaveAsync(photo, c);
            }
            catch (PhotoStoreUnavailable)
            {
                return null; // who came second may be told to come again
            }
        }));

        var stored = done.First(d => d is not null)!;
        var read = await ReadAsync(photo, stored.StoreKey);
        Assert.Contains(contents, c => c.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public async Task A_store_that_is_down_says_so_and_works_again_afterwards()
    {
        var photo = NewPhoto();
        await SaveAsync(NewPhoto(), [1]);
        await Store.CheckAsync(Stop);

        await BreakAsync();
        await Assert.ThrowsAsync<PhotoStoreUnavailable>(() => SaveAsync(photo, [1, 2]));
        await Assert.ThrowsAsync<PhotoStoreUnavailable>(() => Store.CheckAsync(Stop));

        await MendAsync();
        await Store.CheckAsync(Stop);
        Assert.Equal([1, 2], await ReadAsync(photo, (await SaveAsync(photo, [1, 2])).StoreKey));
    }

    [Fact]
    public async Task A_store_keeps_its_mark_and_it_is_no_photo()
    {
        var mark = await Store.MarkAsync(Stop);
        var marks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.MarkAsync(Stop)));

        Assert.All(marks, m => Assert.Equal(mark, m));
        Assert.NotEqual(Guid.Empty, mark);
        await SaveAsync(NewPhoto(), [1]);
        Assert.Equal(mark, await Store.MarkAsync(Stop));
        Assert.All(await ListAsync(Noon), k => Assert.Matches("^2026/11/20/12/[0-9a-f]{32}$", k));
    }

    [Fact]
    public async Task Marks_that_are_made_at_once_are_one()
    {
        var marks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.MarkAsync(Stop)));

        Assert.Single(marks.Distinct());
    }

    /// <summary>Makes the store unusable: it is down, or there is no room.</summary>
    protected abstract Task BreakAsync();

    protected abstract Task MendAsync();

    protected static PhotoId NewPhoto() => new(Guid.CreateVersion7());

    protected Task<StoredPhoto> SaveAsync(PhotoId photo, byte[] bytes) => Store.SaveAsync(photo, Noon, _key, s => s.Write(bytes), Stop);

    protected async Task<byte[]> ReadAsync(PhotoId photo, string storeKey)
    {
        await using var stream = await Store.OpenAsync(photo, storeKey, _key, Stop);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }

    private async Task<List<string>> ListAsync(DateTimeOffset hour)
    {
        var keys = new List<string>();
        await foreach (var key in Store.ListAsync(hour, hour.AddMinutes(1), Stop))
        {
            keys.Add(key);
        }

        return keys;
    }
}
