using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Pipeline;

/// <summary>Who may send this request. Without it a request is refused: deny by default. A test enumerates all requests.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AllowedAttribute(params Role[] roles) : Attribute
{
    public IReadOnlyList<Role> Roles { get; } = roles;

    /// <summary>True for requests of anybody signed in.</summary>
    public bool AnyRole => Roles.Count == 0;
}

/// <summary>Sent by the host itself (timers), never through a door.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SystemOnlyAttribute : Attribute;

/// <summary>A request that changes something: state, events, idempotency record and audit entry are saved in one transaction.</summary>
public interface ICommand
{
    /// <summary>What the audit entry is about; null when the command is about no patient or consult.</summary>
    Guid? Subject { get; }
}

/// <summary>Who sends the request of this scope.</summary>
public interface ICurrentUser
{
    /// <exception cref="AccessDenied">Nobody is signed in.</exception>
    Actor Actor { get; }

    /// <summary>The device that the person signed in on; null in the console's circuits of a browser without one.</summary>
    Domain.DeviceId? Device { get; }

    bool IsSystem { get; }

    /// <summary>BCP 47 tag of the language that the person reads; null: the original one of each text.</summary>
    string? Language { get; }
}

/// <summary>The person may not do this. What one may not see is <see cref="NotFound"/> instead.</summary>
public sealed class AccessDenied(string code = "access.denied") : Exception(code)
{
    public string Code { get; } = code;
}

/// <summary>Does not exist, or the person may not see it: both look the same.</summary>
public sealed class NotFound(string code = "not-found") : Exception(code)
{
    public string Code { get; } = code;
}

/// <summary>The key and hash of a repeatable write. Set by a door before it sends a command.</summary>
public sealed class IdempotencyScope
{
    public Guid? Key { get; set; }

    /// <summary>SHA-256 of the request's body, with method and path before it.</summary>
    public byte[] BodyHash { get; set; } = [];

    /// <summary>How another body under the same key is refused.</summary>
    public string OtherBodyCode { get; set; } = "idempotency.other-body";
}
