using Teleconsult.Domain;

namespace Teleconsult.Application.Alerts;

/// <summary>A browser in which a person asked for push messages (RFC 8030 §4, RFC 8291 §3.1).</summary>
public sealed class PushSubscriptionRow
{
    /// <summary>Follows from the endpoint: the same browser subscribes once, whoever signs in there last.</summary>
    public Guid Id { get; set; }
    public Guid User { get; set; }
    public NetworkId Network { get; set; }

    /// <summary>The device that the person had signed in on: signing out there, or revoking it, ends the messages too. Null: none is known.</summary>
    public DeviceId? Device { get; set; }

    /// <summary>Where to send to. Whoever knows it can only send what the browser refuses without our key.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The browser's public key, P-256, uncompressed: 65 bytes.</summary>
    public byte[] P256dh { get; set; } = [];

    /// <summary>The browser's authentication secret: 16 bytes.</summary>
    public byte[] Auth { get; set; } = [];

    /// <summary>The field app's, or the console's: the link opens there.</summary>
    public bool IsField { get; set; }
    public DateTimeOffset At { get; set; }
}
