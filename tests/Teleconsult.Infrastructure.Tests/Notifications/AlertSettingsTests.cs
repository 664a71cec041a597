using System.Text;
using Microsoft.Extensions.Configuration;
using Teleconsult.Infrastructure.Notifications;
using Xunit;

namespace Teleconsult.Infrastructure.Tests.Notifications;

public sealed class AlertSettingsTests
{
    private const string Secret = "a secret of the gateway and of us, long";

    [Theory]
    [InlineData("Alerts:PublicUrl", "tele.example.org")]
    [InlineData("Alerts:HeartbeatUrl", "monitor")]
    [InlineData("Alerts:Mail:Port", "0")]
    [InlineData("Alerts:Mail:From", "nobody")]
    [InlineData("Alerts:Mail:User", "somebody")]
    [InlineData("Alerts:Sms:Url", "gateway")]
    [InlineData("Alerts:Sms:Method", "DELETE")]
    [InlineData("Alerts:Sms:Body", "{to}")]
    [InlineData("Alerts:Sms:WebhookSecret", "short")]
    [InlineData("Alerts:Push:Subject", "somebody")]
    public void A_wrong_setting_says_which_and_how_to_mend_it(string key, string value)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Alerts:Mail:Host"] = "mail.example.org",
            ["Alerts:Mail:From"] = "alerts@example.org",
            ["Alerts:Sms:Url"] = "https://gateway.example/send",
            ["Alerts:Sms:Body"] = "{to} {text}",
            [key] = value,
        };

        var wrong = Assert.Throws<WrongAlertSetting>(() => AlertSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));

        Assert.StartsWith(key, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public void Without_settings_nothing_is_sent_and_nothing_is_wrong()
    {
        var settings = AlertSettings.Read(new ConfigurationBuilder().Build());
        Assert.False(new MailSender(settings).IsReady);
        Assert.Null(settings.LinkTo("/case/1"));
    }

    [Fact]
    public void A_reply_counts_only_with_the_gateways_fresh_signature()
    {
        var clock = TimeProvider.System;
        var signature = new SmsSignature(new AlertSettings { Sms = new SmsSettings { WebhookSecret = Secret } }, clock);
        var body = Encoding.UTF8.GetBytes("""{"from":"+254700555021","text":"ABC234"}""");
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        string Header(long at, string secret) => $"t={at},v1={Convert.ToHexStringLower(SmsSignature.Sign(secret, at, body))}";

        Assert.NotNull(signature.Check(Header(now, Secret), body));
        Assert.NotNull(signature.Check(Header(now - 200, Secret), body));
        Assert.Null(signature.Check(Header(now - 600, Secret), body)); // an old one, kept by somebody
        Assert.Null(signature.Check(Header(now + 600, Secret), body));
        Assert.Null(signature.Check(Header(now, Secret + "x"), body));
        Assert.Null(signature.Check(Header(now, Secret), [.. body, 32]));
        Assert.Null(signature.Check(Header(now, Secret).Replace($"t={now}", $"t={now + 1}", StringComparison.Ordinal), body));
        Assert.All(new[] { null, "", "t=1", "v1=00", "t=x,v1=y", "t=1,v1=" + new string('z', 64) }, h => Assert.Null(signature.Check(h, body)));
    }
}
