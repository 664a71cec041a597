using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Pipeline;

/// <summary>The person of this scope. Doors set it once, before they send.</summary>
public sealed class CurrentUser : ICurrentUser
{
    private Actor? _actor;

    public Actor Actor => _actor ?? throw new AccessDenied("auth.signed-out");

    public DeviceId? Device { get; private set; }

    public bool IsSystem { get; private set; }

    public string? Language { get; private set; }

    public void ActAs(Actor actor, DeviceId? device)
    {
        _actor = actor;
        Device = device;
    }

    public void Read(string language) => Language = language;

    public void ActAsSystem() => IsSystem = true;
}
