using System.Security.Cryptography;

namespace Teleconsult.Benchmarks.Load;

/// <summary>
/// A JPEG of an exact length in the form in which it leaves the phone: tables, frame, one scan of coded data with the stuffing
/// that real data has. What it shows is noise; nobody on the way decodes it.
/// </summary>
internal sealed class TestPhoto
{
    private const int Width = 2048;
    private const int Height = 1536;

    private static readonly byte[] Head =
    [
        0xFF, 0xD8,
        0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)16, 64),
        0xFF, 0xC0, 0, 11, 8, Height >> 8, Height & 0xFF, Width >> 8, Width & 0xFF, 1, 1, 0x11, 0,
        0xFF, 0xC4, 0, 20, 0, 1, .. new byte[15], 7,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0,
    ];

    private TestPhoto(byte[] bytes)
    {
        Bytes = bytes;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    public byte[] Bytes { get; }

    public string Sha256 { get; }

    public static TestPhoto Of(int length)
    {
        var bytes = new byte[length];
        Head.CopyTo(bytes, 0);
        new Random(length).NextBytes(bytes.AsSpan(Head.Length));
        for (var i = Head.Length; i < length - 2; i++)
        {
            if (bytes[i] == 0xFF)
            {
                bytes[++i] = 0; // ITU T.81 §B.1.1.5: a stuffed zero tells data from a marker
            }
        }

        // The last byte before the end marker must not begin a marker of its own.
        bytes[length - 3] = 0;
        bytes[length - 2] = 0xFF;
        bytes[length - 1] = 0xD9;
        return new TestPhoto(bytes);
    }
}
