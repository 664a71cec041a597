using FsCheck;
using FsCheck.Fluent;
using Teleconsult.Tests;
using Xunit;
using static Teleconsult.Domain.Tests.Photos.JpegFixture;

namespace Teleconsult.Domain.Tests.Photos;

/// <summary>What holds for all bytes, not only for those somebody thought of.</summary>
public sealed class JpegProperties
{
    private static readonly string[] Codes =
        ["photo.not-jpeg", "photo.too-large", "photo.truncated", "photo.damaged", "photo.unsupported", "photo.too-many-pixels"];

    private static readonly byte[][] Pieces =
    [
        Quantization, Huffman, Frame, FrameOf(16, 16, 0xC2), Scan, Entropy, Jfif, Exif(6), Exif(1, true), Icc(1, 3), Adobe(1), Eoi,
        Segment(0xFE, [1, 2]), Segment(0xDD, [0, 1]), Segment(0xDC, [0, 9]), [0xFF], [0xFF, 0x00], [0x00], [0xFF, 0xD3],
    ];

    /// <summary>Files that begin like photos: segments in any order, a few bytes changed, the end cut.</summary>
    private static readonly Gen<byte[]> Files =
        from order in Gen.Elements(Pieces).ListOf()
        from sound in Gen.Elements(true, true, false)
        from changes in Gen.Choose(0, 4)
        from seed in Gen.Choose(0, int.MaxValue)
        select Distort(sound ? [.. Plain[..^2], .. Join([.. order]), .. Eoi] : [.. Soi, .. Join([.. order])], changes, seed);

    [Fact]
    public void Any_bytes_are_rewritten_or_refused_with_a_known_reason() =>
        Holds(file => Rewriting.Of(file) is { Code: var code } && (code is null || Codes.Contains(code)));

    [Fact]
    public void To_rewrite_again_changes_nothing() =>
        Holds(file => Rewriting.Of(file).Output is not { } once || once.SequenceEqual(Rewriting.Of(once).Output!));

    [Fact]
    public void The_pieces_in_which_bytes_come_change_nothing() =>
        Holds(file =>
        {
            var whole = Rewriting.Of(file);
            var pieces = Rewriting.Of(new PiecewiseStream(file, 1));
            return whole.Code == pieces.Code && whole.Size == pieces.Size && (whole.Output ?? []).SequenceEqual(pieces.Output ?? []);
        });

    private static void Holds(Func<byte[], bool> property) =>
        Prop.ForAll(Arb.From(Files), property).Check(Config.QuickThrowOnFailure.WithMaxTest(FullRun.Or(2_000, 50_000)));

    private static byte[] Distort(byte[] file, int changes, int seed)
    {
        var random = new Random(seed);
        for (; changes > 0; changes--)
        {
            file[random.Next(file.Length)] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? file[..random.Next(file.Length)] : file;
    }
}
