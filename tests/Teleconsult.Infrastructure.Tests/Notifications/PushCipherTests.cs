using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Teleconsult.Infrastructure.Notifications.Push;
using Xunit;

namespace Teleconsult.Infrastructure.Tests.Notifications;

public sealed class PushCipherTests
{
    /// <summary>RFC 8291 §5 and appendix A.</summary>
    [Fact]
    public void The_example_of_the_standard_comes_out_byte_for_byte()
    {
        using var sender = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
            Q = PushCipher.PointOf(Of("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")),
        });

        var message = PushCipher.Encrypt(
            Encoding.ASCII.GetBytes("When I grow up, I want to be a watermelon"),
            Of("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"), Of("BTBZMqHH6r4Tts7J_aSIgg"), sender,
            Of("DGv6ra1nlYgDCS1FRnbzlw"));

        Assert.Equal(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4M"
            + "qgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN", Base64Url.EncodeToString(message));
    }

    [Fact]
    public void A_key_that_is_no_point_of_the_curve_is_refused() => Assert.ThrowsAny<CryptographicException>(
        () => PushCipher.Encrypt([1], [4, .. new byte[64]], new byte[16]));

    [Fact]
    public void What_would_not_fit_into_one_message_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => PushCipher.Encrypt(new byte[PushCipher.MostPlain + 1], Of("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"), new byte[16]));

    /// <summary>RFC 8292 §2: who sends, to whom, until when; signed with ES256.</summary>
    [Fact]
    public void A_push_service_can_check_who_sends()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        var said = Vapid.Authorization(new Uri("https://push.example.net:8443/wpush/abc?x"), "mailto:ops@example.org", key, now);

        var parts = said["vapid t=".Length..].Split(", k=");
        var token = parts[0].Split('.');
        var claims = System.Text.Json.JsonDocument.Parse(Base64Url.DecodeFromChars(token[1])).RootElement;
        Assert.Equal(
            ("https://push.example.net:8443", "mailto:ops@example.org", now.AddHours(12).ToUnixTimeSeconds()),
            (claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("exp").GetInt64()));
        using var theirs = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = PushCipher.PointOf(Of(parts[1])) });
        Assert.True(theirs.VerifyData(
            Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Of(token[2]), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    private static byte[] Of(string text) => Base64Url.DecodeFromChars(text);
}
