using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Domain.Tests.Photos;

/// <summary>What holds for all PNG and WebP files, sound or not; each single rule stands in the shared vectors.</summary>
public sealed class PngAndWebPTests
{
    private static readonly HashSet<string?> Answers =
    [
        null, "photo.not-jpeg", "photo.truncated", "photo.damaged", "photo.unsupported", "photo.too-many-pixels", "photo.animated", "photo.webp-turned",
    ];

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    public void To_rewrite_again_changes_nothing_and_pieces_change_nothing(string kind) => Assert.All(Vector.Read(kind), vector =>
    {
        var whole = Rewriting.Of(vector.Input);
        var pieces = Rewriting.Of(new PiecewiseStream(vector.Input, 1));

        Assert.Equal((whole.Code, whole.Size), (pieces.Code, pieces.Size));
        Assert.Equal(whole.Output, pieces.Output);
        Assert.Equal(whole.Output, whole.Output is null ? null : Rewriting.Of(whole.Output).Output);
    });

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    public void A_photo_cut_at_any_byte_is_refused_unless_all_of_the_picture_is_there(string kind) =>
        Assert.All(Vector.Read(kind).Where(v => v.Code is null), vector =>
        {
            for (var length = 0; length < vector.Input.Length; length++)
            {
                var cut = Rewriting.Of(vector.Input[..length]);

                Assert.Contains(cut.Code, Answers);
                Assert.True(cut.Output is null || Convert.ToBase64String(cut.Output) == vector.OutputBase64, $"{vector.Name}, cut at {length}");
            }
        });

    [Fact]
    public void No_flipped_bit_of_a_PNG_goes_unnoticed()
    {
        var sound = Vector.Read("png")[0].Input;
        for (var bit = 0; bit < sound.Length * 8; bit++)
        {
            var flipped = sound.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.NotNull(Rewriting.Of(flipped).Code);
        }
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    public void Changed_bytes_are_rewritten_once_and_for_all_or_refused_with_a_known_reason(string kind)
    {
        var random = new Random(20261121);
        var seeds = Vector.Read(kind).Select(v => v.Input).Where(i => i.Length > 0).ToList();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = seeds[random.Next(seeds.Count)].ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            var photo = Rewriting.Of(bytes);

            Assert.Contains(photo.Code, Answers);
            Assert.True(photo.Output is null || photo.Output.SequenceEqual(Rewriting.Of(photo.Output).Output!));
        }
    }

    [Theory]
    [InlineData(PhotoKind.Png)]
    [InlineData(PhotoKind.WebP)]
    public void Memory_stays_flat_and_the_largest_size_is_the_limit(PhotoKind kind)
    {
        var most = (int)CanonicalPhoto.MaxBytes;
        var photo = LargePhoto.Of(kind, most);
        CanonicalPhoto.Rewrite(new MemoryStream(LargePhoto.Of(kind, 1_000)), Stream.Null);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(kind, CanonicalPhoto.Rewrite(new MemoryStream(photo), Stream.Null).Kind);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
        Assert.Equal("photo.too-large", Rewriting.Of([.. photo, 0]).Code);
    }

    [Fact]
    public void A_colour_profile_above_all_measure_is_refused()
    {
        var header = LargePhoto.Of(PhotoKind.Png, 1_000)[..33];
        var profile = LargePhoto.Chunk("iCCP", [.. "a\0\0"u8, .. new byte[2 * 1024 * 1024]]);

        Assert.Equal("photo.damaged", Rewriting.Of([.. header, .. profile, .. LargePhoto.Of(PhotoKind.Png, 1_000)[33..]]).Code);
    }
}
