using System.Net;
using System.Text.RegularExpressions;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Setup;

/// <summary>Whom the host believes that a request came by TLS: seen by the mark on the console's cookie.</summary>
public sealed partial class ProxyTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("10.0.3.0/24", false)]
    [InlineData("10.0.3.0/24, 127.0.0.1", true)]
    public async Task Only_a_known_proxy_may_say_that_a_request_came_by_TLS(string known, bool believed)
    {
        await using var host = new RunningHost { Settings = new Dictionary<string, string> { ["Proxies:Known"] = known } };
        await host.InitializeAsync();
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
        var page = await browser.GetStringAsync("/sign-in");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = ForgeryToken().Match(page).Groups[1].Value,
            ["Input.Name"] = "dermatologist@demo.example",
            ["Input.Password"] = RunningHost.Password,
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = form, Headers = { { "X-Forwarded-Proto", "https" } } };

        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("teleconsult=", StringComparison.Ordinal));
        Assert.Equal(believed, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex ForgeryToken();
}
