using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Teleconsult.Infrastructure.Notifications;

/// <summary>
/// Whether a reply that the gateway passes on is from the gateway: <c>t=SECONDS,v1=HEX</c>, the HMAC-SHA256 (RFC 2104) of
/// <c>SECONDS.BODY</c> with the shared secret, not older than <see cref="Fresh"/>.
/// </summary>
public sealed class SmsSignature(AlertSettings settings, TimeProvider clock)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    public bool IsTaken => settings.Sms.WebhookSecret is { Length: > 0 };

    /// <returns>The signature, by which a repetition is known; null: not the gateway's, or too old.</returns>
    public byte[]? Check(string? header, byte[] body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (settings.Sms.WebhookSecret is not { Length: > 0 } secret || header is null)
        {
            return null;
        }

        var parts = header.Split(',').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).GroupBy(p => p[0].Trim()).ToDictionary(p => p.Key, p => p.First()[1].Trim());
        if (!parts.TryGetValue("t", out var time) || !parts.TryGetValue("v1", out var given) || given.Length != 64 || !given.All(char.IsAsciiHexDigit)
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) > Fresh.TotalSeconds)
        {
            return null;
        }

        var right = Sign(secret, seconds, body);
        return CryptographicOperations.FixedTimeEquals(right, Convert.FromHexString(given)) ? right : null;
    }

    public static byte[] Sign(string secret, long seconds, byte[] body)
    {
        ArgumentNullException.ThrowIfNull(body);
        byte[] signed = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seconds}.")), .. body];
        return HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
    }
}
