namespace Teleconsult.Application.Ports;

/// <summary>To which addresses push messages may go: what somebody's browser says must not lead the host into its own network.</summary>
public interface IPushEndpoints
{
    bool IsAllowed(string endpoint);
}

/// <summary>The key with which this installation signs to push services (RFC 8292).</summary>
public interface IPushKeys
{
    /// <summary>The public point, base64url: what a browser binds its subscription to.</summary>
    ValueTask<string> PublicAsync(CancellationToken cancellationToken);
}
