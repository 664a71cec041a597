using System.Reflection;
using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Audit;

/// <summary>What kind of thing an entry of the audit tells.</summary>
public enum AuditKind
{
    /// <summary>Somebody read a case or a photo.</summary>
    Looked = 1,

    /// <summary>Somebody asked, answered or did something else in a case or with their own account.</summary>
    Acted = 2,

    /// <summary>Somebody who governs changed something, or looked at what others did.</summary>
    Governed = 3,
}

/// <summary>Which use case is which, by its name.</summary>
public static class AuditKinds
{
    private static readonly Dictionary<string, AuditKind> Kinds = typeof(AuditKinds).Assembly.GetTypes()
        .Where(t => t.IsAssignableTo(typeof(IBaseRequest)) && !t.IsAbstract)
        .ToDictionary(t => t.Name, t => !t.IsAssignableTo(typeof(ICommand)) ? AuditKind.Looked : Governs(t) ? AuditKind.Governed : AuditKind.Acted);

    public static AuditKind Of(string action) => Kinds.GetValueOrDefault(action, AuditKind.Acted);

    public static IReadOnlyList<string> ActionsOf(AuditKind kind) => [.. Kinds.Where(k => k.Value == kind).Select(k => k.Key).Order(StringComparer.Ordinal)];

    /// <summary>Only who governs may send it, or it begins a network.</summary>
    private static bool Governs(Type request) => request.IsDefined(typeof(SystemOnlyAttribute))
        || (request.GetCustomAttribute<AllowedAttribute>() is { AnyRole: false } allowed && allowed.Roles.All(r => r is Role.Administrator or Role.Coordinator));
}
