using System.Net;
using Teleconsult.Infrastructure.Notifications;
using Teleconsult.Infrastructure.Notifications.Push;
using Xunit;

namespace Teleconsult.Infrastructure.Tests.Notifications;

/// <summary>Whoever may subscribe must not be able to make the host call its own network.</summary>
public sealed class PushEndpointsTests
{
    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc", true)]
    [InlineData("https://updates.push.services.mozilla.com/wpush/v2/abc", true)]
    [InlineData("http://fcm.googleapis.com/abc", false)]
    [InlineData("https://fcm.googleapis.com:8443/abc", false)]
    [InlineData("https://somebody@fcm.googleapis.com/abc", false)]
    [InlineData("https://127.0.0.1/abc", false)]
    [InlineData("https://2130706433/abc", false)] // 127.0.0.1 as one number
    [InlineData("https://0x7f.1/abc", false)]
    [InlineData("https://10.1.2.3/abc", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("https://[::1]/abc", false)]
    [InlineData("https://[::ffff:192.168.1.1]/abc", false)]
    [InlineData("https://[fd00::1]/abc", false)]
    [InlineData("https://[fe80::1]/abc", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("", false)]
    [InlineData("push", false)]
    public void Only_public_addresses_by_TLS_are_taken(string endpoint, bool allowed) =>
        Assert.Equal(allowed, new PushEndpoints(new AlertSettings()).IsAllowed(endpoint));

    [Theory]
    [InlineData("https://fcm.googleapis.com/a", true)]
    [InlineData("https://a.fcm.googleapis.com/a", true)]
    [InlineData("https://evilfcm.googleapis.com/a", false)]
    [InlineData("https://fcm.googleapis.com.example.org/a", false)]
    public void Named_hosts_are_those_and_what_lies_below(string endpoint, bool allowed) =>
        Assert.Equal(allowed, new PushEndpoints(new AlertSettings { Push = new PushSettings { Hosts = ["fcm.googleapis.com"] } }).IsAllowed(endpoint));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2a00:1450:4001::5e", true)]
    [InlineData("100.64.0.1", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("64:ff9b::7f00:1", false)] // 127.0.0.1 behind NAT64
    [InlineData("2002:7f00:1::", false)] // and behind 6to4
    public void What_a_name_resolves_to_is_looked_at_too(string address, bool isPublic) => Assert.Equal(isPublic, PushEndpoints.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task A_public_name_that_resolves_to_this_machine_is_not_called()
    {
        using var client = new PushEndpoints(new AlertSettings()).NewClient(TimeSpan.FromSeconds(5));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://localhost:9/")));
        Assert.Contains("public internet", refused.ToString(), StringComparison.Ordinal);
    }
}
