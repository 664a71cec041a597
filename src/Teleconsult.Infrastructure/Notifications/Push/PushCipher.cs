using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Teleconsult.Infrastructure.Notifications.Push;

/// <summary>Encrypts a push message so that only the browser reads it: RFC 8291 over RFC 8188 (aes128gcm), one record.</summary>
public static class PushCipher
{
    /// <summary>RFC 8291 §4: a push service must take 4,096 bytes; less header (86), tag (16) and delimiter (1).</summary>
    public const int MostPlain = 3_993;
    private const int RecordSize = 4_096;
    private const int KeyLength = 65;

    /// <param name="p256dh">The browser's public key, uncompressed point, 65 bytes.</param>
    /// <param name="auth">The browser's authentication secret, 16 bytes.</param>
    /// <exception cref="CryptographicException">The browser's key is no point of P-256.</exception>
    public static byte[] Encrypt(ReadOnlySpan<byte> plain, byte[] p256dh, byte[] auth)
    {
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(plain, p256dh, auth, own, RandomNumberGenerator.GetBytes(16));
    }

    internal static byte[] Encrypt(ReadOnlySpan<byte> plain, byte[] p256dh, byte[] auth, ECDiffieHellman own, byte[] salt)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plain.Length, MostPlain);
        var ownPublic = PublicOf(own.ExportParameters(false));
        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = PointOf(p256dh) });
        var shared = own.DeriveRawSecretAgreement(theirs.PublicKey);

        // RFC 8291 §3.4
        byte[] keyInfo = [.. "WebPush: info\0"u8, .. p256dh, .. ownPublic];
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, auth, keyInfo);

        // RFC 8188 §2.2, §2.3
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt, Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0"));
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt, Encoding.ASCII.GetBytes("Content-Encoding: nonce\0"));

        // RFC 8188 §2.1: salt, record size, length of the key id, key id (our public key); then the one record, which ends with 2.
        var message = new byte[16 + 4 + 1 + KeyLength + plain.Length + 1 + 16];
        salt.CopyTo(message, 0);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(16), RecordSize);
        message[20] = KeyLength;
        ownPublic.CopyTo(message, 21);
        byte[] record = [.. plain, 2];
        var body = message.AsSpan(21 + KeyLength);
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(nonce, record, body[..record.Length], body[record.Length..]);
        return message;
    }

    /// <summary>The uncompressed point: 4, X, Y (SEC 1 §2.3.3).</summary>
    public static byte[] PublicOf(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];

    internal static ECPoint PointOf(byte[] key) => key is [4, ..] && key.Length == KeyLength
        ? new ECPoint { X = key[1..33], Y = key[33..] }
        : throw new CryptographicException("A push subscription's key is an uncompressed point of P-256.");
}
