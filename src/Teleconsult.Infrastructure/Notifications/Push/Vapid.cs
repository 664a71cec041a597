using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Teleconsult.Infrastructure.Notifications.Push;

/// <summary>Says to a push service who sends: RFC 8292, a JWT signed with ES256 (RFC 7518 §3.4).</summary>
public static class Vapid
{
    /// <summary>RFC 8292 §2: at most 24 hours.</summary>
    private static readonly TimeSpan Good = TimeSpan.FromHours(12);

    /// <returns>The value of the header <c>Authorization</c>.</returns>
    public static string Authorization(Uri endpoint, string? subject, ECDsa key, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(key);
        var claims = new Dictionary<string, object> { ["aud"] = endpoint.GetLeftPart(UriPartial.Authority), ["exp"] = (now + Good).ToUnixTimeSeconds() };
        if (subject is { Length: > 0 })
        {
            claims["sub"] = subject;
        }

        var signed = $"{Part(new Dictionary<string, object> { ["typ"] = "JWT", ["alg"] = "ES256" })}.{Part(claims)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"vapid t={signed}.{Base64Url.EncodeToString(signature)}, k={Base64Url.EncodeToString(PushCipher.PublicOf(key.ExportParameters(false)))}";
    }

    private static string Part(Dictionary<string, object> claims) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
}
