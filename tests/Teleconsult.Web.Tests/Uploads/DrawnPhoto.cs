using System.Security.Cryptography;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>A JPEG in canonical form of any length: the server checks its structure and never decodes it.</summary>
internal sealed class DrawnPhoto
{
    private static readonly byte[] Head =
    [
        0xFF, 0xD8,
        0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)16, 64),
        0xFF, 0xC0, 0, 11, 8, 0, 48, 0, 64, 1, 1, 0x11, 0,
        0xFF, 0xC4, 0, 20, 0, 1, .. new byte[15], 7,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0,
    ];

    private DrawnPhoto(byte[] bytes) => Bytes = bytes;

    public Guid Id { get; } = Guid.CreateVersion7();
    public string Slot { get; init; } = "overview";
    public byte[] Bytes { get; }

    /// <summary>As captured, where this is the grading copy of it.</summary>
    public DrawnPhoto? Original { get; init; }
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <param name="width">Pixels, up to 255.</param>
    public static DrawnPhoto Of(int length, DrawnPhoto? original = null, byte width = 64)
    {
        var bytes = new byte[length];
        Head.CopyTo(bytes, 0);
        bytes[Head.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]) + 8] = width;
        Random.Shared.NextBytes(bytes.AsSpan(Head.Length));
        bytes.AsSpan(Head.Length).Replace((byte)0xFF, (byte)0xFE);
        bytes[^2] = 0xFF;
        bytes[^1] = 0xD9;
        return new DrawnPhoto(bytes) { Original = original };
    }

    public static DrawnPhoto From(byte[] bytes) => new(bytes);
}
