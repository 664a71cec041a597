using System.Net;
using System.Net.Sockets;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Notifications.Push;

/// <summary>
/// To which addresses push messages may go. An endpoint is what somebody's browser said: without a check, whoever can subscribe could
/// make the host call its own network. Looked at when it is registered, and at the address that it really resolves to at each connection.
/// </summary>
public sealed class PushEndpoints(AlertSettings settings) : IPushEndpoints
{
    private const int Longest = 1_024;
    private readonly PushSettings _push = settings.Push;

    // Everything that is not on the public internet: RFC 6890 and the registries that it set up.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    public bool IsAllowed(string endpoint)
    {
        if (endpoint is not { Length: > 0 and <= Longest } || !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
        {
            return false;
        }

        if (_push.AllowPrivate)
        {
            return uri.Scheme is "https" or "http";
        }

        return uri is { Scheme: "https", Port: 443 }
            && (!IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address) || IsPublic(address))
            && (_push.Hosts.Length == 0 || _push.Hosts.Any(h => IsOrBelow(uri.IdnHost, h)));
    }

    /// <summary>A client that connects to public addresses only, whatever a name resolves to at that moment, and follows nobody elsewhere.</summary>
    public HttpClient NewClient(TimeSpan patience)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false, // a proxy would resolve the name itself, and reach what we must not
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = ConnectAsync,
        };
        return new HttpClient(handler) { Timeout = patience, MaxResponseContentBufferSize = 16 * 1024 };
    }

    internal static bool IsPublic(IPAddress address)
    {
        var real = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Special.Any(n => n.BaseAddress.AddressFamily == real.AddressFamily && n.Contains(real));
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var good = found.Where(a => _push.AllowPrivate || IsPublic(a)).ToArray();
        if (good.Length == 0)
        {
            throw new HttpRequestException("The push endpoint does not lie on the public internet.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(good, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsOrBelow(string host, string allowed) =>
        host.Equals(allowed, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + allowed, StringComparison.OrdinalIgnoreCase);
}
