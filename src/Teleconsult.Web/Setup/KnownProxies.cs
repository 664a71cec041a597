using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Teleconsult.Web.Setup;

/// <summary>Which proxies may say who asks, and whether by TLS (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>). From everybody else
/// these headers are a stranger's words.</summary>
internal static class KnownProxies
{
    /// <summary>Setting: addresses and networks (<c>10.0.3.0/24</c>), separated by blanks or commas. Left out: nobody is believed.</summary>
    public const string Key = "Proxies:Known";

    /// <exception cref="WrongSetting"/>
    public static IReadOnlyList<System.Net.IPNetwork> Read(IConfiguration configuration) =>
        [.. (configuration[Key] ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];

    /// <summary>Must stand before whatever asks for the scheme or the address.</summary>
    public static void UseKnownProxies(this WebApplication app)
    {
        var networks = app.Services.GetRequiredService<HostSettings>().Proxies;
        if (networks.Count == 0)
        {
            return;
        }

        // One proxy before the host: of more than one address in the header only the last was written by somebody we know.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }

    private static System.Net.IPNetwork Parse(string text)
    {
        if (System.Net.IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(text, out var address)
            ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new WrongSetting($"{Key} names \"{text}\", which is neither an address nor a network: use 10.0.3.7 or 10.0.3.0/24, separated by commas.");
    }
}
