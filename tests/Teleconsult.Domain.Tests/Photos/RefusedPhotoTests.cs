using Teleconsult.Domain.Photos;
using Xunit;
using static Teleconsult.Domain.Tests.Photos.JpegFixture;

namespace Teleconsult.Domain.Tests.Photos;

public sealed class RefusedPhotoTests
{
    public static TheoryData<string, string, byte[]> Refused => new()
    {
        { "nothing at all", "photo.not-jpeg", [] },
        { "half a start", "photo.not-jpeg", [0xFF] },
        { "a start alone", "photo.truncated", Soi },
        { "no picture", "photo.damaged", Join(Soi, Eoi) },
        { "no end", "photo.truncated", Plain[..^2] },
        { "half an end", "photo.truncated", Plain[..^1] },
        { "a segment that runs past the end", "photo.truncated", Join(Soi, [0xFF, 0xDB, 0x40, 0x00, 1, 2, 3]) },
        { "a length that is too short", "photo.damaged", Join(Soi, [0xFF, 0xDB, 0, 1]) },
        { "bytes between segments", "photo.damaged", Join(Soi, [0x00], Quantization) },
        { "a scan before the frame", "photo.damaged", Join(Soi, Quantization, Scan, Entropy, Eoi) },
        { "two frames", "photo.damaged", Join(Soi, Frame, Frame, Scan, Entropy, Eoi) },
        { "a second frame after a scan", "photo.damaged", Join(Soi, Frame, Scan, Entropy, Frame, Eoi) },
        { "a frame with two components", "photo.damaged", Join(Soi, Segment(0xC0, [8, 0, 8, 0, 8, 2, 1, 0x11, 0, 2, 0x11, 0])) },
        { "a frame that is too long", "photo.damaged", Join(Soi, Segment(0xC0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0, 0])) },
        { "sampling by five", "photo.damaged", Join(Soi, Segment(0xC0, [8, 0, 8, 0, 8, 1, 1, 0x15, 0])) },
        { "no width", "photo.damaged", Join(Soi, FrameOf(0, 8)) },
        { "no height (DNL)", "photo.damaged", Join(Soi, FrameOf(8, 0)) },
        { "twelve bits", "photo.unsupported", Join(Soi, FrameOf(8, 8, 0xC1, precision: 12)) },
        { "lossless", "photo.unsupported", Join(Soi, FrameOf(8, 8, 0xC3)) },
        { "arithmetic coding", "photo.unsupported", Join(Soi, Segment(0xCC, [0, 0])) },
        { "a scan of an unknown component", "photo.damaged", Join(Soi, Frame, Segment(0xDA, [1, 9, 0, 0, 63, 0]), Entropy, Eoi) },
        { "a scan of five components", "photo.damaged", Join(Soi, Frame, Segment(0xDA, [5, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 63, 0]), Entropy, Eoi) },
        { "a quantization table with three bytes a value", "photo.damaged", Join(Soi, Segment(0xDB, [0x20, .. new byte[64]])) },
        { "a fifth quantization table", "photo.damaged", Join(Soi, Segment(0xDB, [4, .. new byte[64]])) },
        { "a quantization table with a rest", "photo.damaged", Join(Soi, Segment(0xDB, [0, .. new byte[64], 1])) },
        { "an empty quantization segment", "photo.damaged", Join(Soi, Segment(0xDB, [])) },
        { "a Huffman table of too many codes", "photo.damaged", Join(Soi, Segment(0xC4, [0, 255, 2, .. new byte[14], .. new byte[257]])) },
        { "a Huffman table that is too short", "photo.damaged", Join(Soi, Segment(0xC4, [0, 2, .. new byte[15], 1])) },
        { "a restart interval of three bytes", "photo.damaged", Join(Soi, Segment(0xDD, [0, 1, 2])) },
        { "an extension segment", "photo.damaged", Join(Soi, Segment(0xF0, [.. "any text"u8]), Plain[2..]) },
        { "too many pixels", "photo.too-many-pixels", Join(Soi, FrameOf(10_000, 5_001)) },
        { "too many scans", "photo.unsupported", Join(Soi, Frame, Join([.. Enumerable.Repeat(Join(Scan, Entropy), 201)]), Eoi) },
        { "a colour profile above all measure", "photo.damaged", Join(Soi, Join([.. Enumerable.Repeat(Icc(1, new byte[60_000]), 36)]), Plain[2..]) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_a_sound_photo_is_refused_with_its_reason(string what, string code, byte[] input)
    {
        Assert.NotEmpty(what);
        Assert.Equal(code, Rewriting.Of(input).Code);
    }

    [Fact]
    public void The_largest_size_is_accepted_and_one_byte_more_is_not()
    {
        var most = (int)CanonicalPhoto.MaxBytes;
        var photo = Join(Plain, new byte[most - Plain.Length]);

        Assert.Equal(Plain, Rewriting.Of(photo).Output);
        Assert.Equal("photo.too-large", Rewriting.Of(Join(photo, [0])).Code);
    }

    [Fact]
    public void Fifty_million_pixels_are_accepted() =>
        Assert.Equal(new PictureSize(10_000, 5_000), Rewriting.Of(Join(Soi, Quantization, FrameOf(10_000, 5_000), Scan, Entropy, Eoi)).Size);

    [Fact]
    public void A_depth_map_of_many_segments_is_no_reason_to_refuse()
    {
        var map = Segment(0xE1, [.. "http://ns.adobe.com/xmp/extension/\0"u8, .. new byte[60_000]]);

        Assert.Equal(Plain, Rewriting.Of(Join(Soi, Join([.. Enumerable.Repeat(map, 60)]), Plain[2..])).Output);
    }
}
