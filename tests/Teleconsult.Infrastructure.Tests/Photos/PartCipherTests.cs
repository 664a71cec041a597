using System.Security.Cryptography;
using Teleconsult.Domain;
using Teleconsult.Infrastructure.Photos.Uploads;
using Xunit;

namespace Teleconsult.Infrastructure.Tests.Photos;

/// <summary>The encryption of bytes in flight: at any offset, in any pieces.</summary>
public sealed class PartCipherTests
{
    private static readonly PhotoId Photo = new(Guid.CreateVersion7());
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] _salt = PartCipher.NewSalt();
    private readonly byte[] _plain = RandomNumberGenerator.GetBytes(70_003);

    [Fact]
    public void The_pieces_in_which_bytes_come_change_nothing()
    {
        var whole = Apply(Photo, _key, _salt, _plain);
        var draw = new Random(11);
        using var cipher = new PartCipher(Photo, _key, _salt);
        var pieces = new byte[_plain.Length];
        for (int at = 0, size; at < _plain.Length; at += size)
        {
            size = Math.Min(draw.Next(1, 40_000) / draw.Next(1, 2_000) + 1, _plain.Length - at);
            cipher.Apply(_plain.AsSpan(at, size), at, pieces.AsSpan(at));
        }

        Assert.Equal(whole, pieces);
        Assert.Equal(_plain, Apply(Photo, _key, _salt, whole));
    }

    [Fact]
    public void No_upload_shares_its_key_stream_with_another()
    {
        var zeros = new byte[64];
        byte[][] streams =
        [
            Apply(Photo, _key, _salt, zeros), Apply(Photo, _key, PartCipher.NewSalt(), zeros),
            Apply(new PhotoId(Guid.CreateVersion7()), _key, _salt, zeros), Apply(Photo, RandomNumberGenerator.GetBytes(32), _salt, zeros),
        ];

        Assert.Equal(streams.Length, streams.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(4, streams[0].Chunk(16).Select(Convert.ToHexString).Distinct().Count()); // no block repeats
    }

    private static byte[] Apply(PhotoId photo, byte[] key, byte[] salt, byte[] bytes)
    {
        using var cipher = new PartCipher(photo, key, salt);
        var result = new byte[bytes.Length];
        cipher.Apply(bytes, 0, result);
        return result;
    }
}
