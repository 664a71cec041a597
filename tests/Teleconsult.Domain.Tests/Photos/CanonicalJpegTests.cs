using Teleconsult.Domain.Photos;
using Xunit;
using static Teleconsult.Domain.Tests.Photos.JpegFixture;

namespace Teleconsult.Domain.Tests.Photos;

public sealed class CanonicalJpegTests
{
    [Fact]
    public void A_photo_without_metadata_is_kept_byte_for_byte()
    {
        var photo = Rewriting.Of(Plain);

        Assert.Equal(Plain, photo.Output);
        Assert.Equal(new PictureSize(64, 48), photo.Size);
    }

    [Fact]
    public void What_says_where_when_and_by_whom_is_dropped_wherever_it_stands()
    {
        var comment = Segment(0xFE, [.. "Mary, Kampala"u8]);
        var xmp = Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x/>"u8]);
        var maker = Segment(0xEB, [1, 2, 3]);

        var photo = Rewriting.Of(Join(Soi, xmp, comment, Quantization, Exif(1), Frame, maker, Huffman, Scan, Entropy, comment, Exif(6), Scan, Entropy, maker, Eoi));

        Assert.Equal(Join(Soi, Quantization, Frame, Huffman, Scan, Entropy, Scan, Entropy, Eoi), photo.Output);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void The_orientation_is_kept_and_the_size_is_the_displayed_one(int orientation, bool little)
    {
        var photo = Rewriting.Of(Join(Soi, Exif(orientation, little), Plain[2..]));

        Assert.Equal(Join(Soi, OrientationBlock(orientation), Plain[2..]), photo.Output);
        Assert.Equal(orientation >= 5 ? new PictureSize(48, 64) : new PictureSize(64, 48), photo.Size);
    }

    [Fact]
    public void The_first_block_that_tells_an_orientation_decides()
    {
        var broken = Segment(0xE1, [.. "Exif\0\0MM\0*"u8, 0xFF, 0xFF, 0xFF, 0xFF]);

        Assert.Equal(Join(Soi, OrientationBlock(8), Plain[2..]), Rewriting.Of(Join(Soi, broken, Exif(8), Exif(3), Plain[2..])).Output);
        Assert.Equal(Plain, Rewriting.Of(Join(Soi, Exif(1), Exif(3), Plain[2..])).Output);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(300)]
    public void An_orientation_that_does_not_exist_is_none(int orientation) =>
        Assert.Equal(Plain, Rewriting.Of(Join(Soi, Exif(orientation), Plain[2..])).Output);

    [Fact]
    public void Colour_is_kept_in_one_order()
    {
        var flashpix = Segment(0xE2, [.. "FPXR\0"u8, 1, 2, 3]);

        var photo = Rewriting.Of(Join(Soi, Adobe(1, 9, 9), Adobe(2), Icc(1, 5, 6), flashpix, Exif(3), Icc(2, 7), Jfif, Plain[2..]));

        Assert.Equal(Join(Soi, Jfif, OrientationBlock(3), Icc(1, 5, 6), Icc(2, 7), Adobe(1), Plain[2..]), photo.Output);
    }

    [Fact]
    public void A_thumbnail_in_the_first_block_is_dropped()
    {
        var withThumbnail = Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 1, 0, 72, 0, 72, 1, 1, 255, 0, 0]);

        Assert.Equal(Join(Soi, Jfif, Plain[2..]), Rewriting.Of(Join(Soi, withThumbnail, Plain[2..])).Output);
    }

    [Fact]
    public void Fill_bytes_collapse_and_what_follows_the_end_is_dropped()
    {
        byte[] fill = [0xFF, 0xFF, 0xFF];

        var photo = Rewriting.Of(Join(Soi, fill, Quantization, fill, Frame, Huffman, Scan, Entropy, fill, Scan, Entropy, fill, [0x00], fill, Eoi, [1, 2, 3]));

        Assert.Equal(Join(Soi, Quantization, Frame, Huffman, Scan, Entropy, Scan, Entropy, [0xFF, 0x00], Eoi), photo.Output);
    }

    [Fact]
    public void Tables_and_line_counts_between_scans_are_kept()
    {
        var restart = Segment(0xDD, [0, 4]);
        var lines = Segment(0xDC, [0, 48]);
        var photo = Join(Soi, Quantization, restart, FrameOf(64, 48, 0xC2), Scan, Entropy, lines, Huffman, restart, Scan, Entropy, Eoi);

        Assert.Equal(photo, Rewriting.Of(photo).Output);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4096)]
    public void It_does_not_matter_in_which_pieces_a_photo_comes(int piece)
    {
        var random = new Random(1);
        var entropy = new byte[300_000];
        random.NextBytes(entropy);
        for (var i = 0; i < entropy.Length; i++)
        {
            entropy[i] = i > 0 && entropy[i - 1] == 0xFF ? (byte)0 : entropy[i];
        }

        entropy[^1] = 1;
        var photo = Join(Soi, Quantization, Frame, Huffman, Scan, entropy, Eoi);

        Assert.Equal(photo, Rewriting.Of(new PiecewiseStream(photo, piece)).Output);
    }

    [Fact]
    public void Memory_stays_flat_whatever_the_size()
    {
        var photo = Join(Soi, Quantization, Frame, Huffman, Scan, new byte[20_000_000], Eoi);
        CanonicalPhoto.Rewrite(new MemoryStream(Plain), Stream.Null);
        var before = GC.GetAllocatedBytesForCurrentThread();

        CanonicalPhoto.Rewrite(new MemoryStream(photo), Stream.Null);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
    }
}
