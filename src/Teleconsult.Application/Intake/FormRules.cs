using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;

namespace Teleconsult.Application.Intake;

/// <summary>How a network uses its forms: what phones keep for offline. Forms that nothing was said about are left out.</summary>
/// <param name="Version">That new cases begin with; null: the newest that the phone knows.</param>
public sealed record FormUse(bool Off, string? Version, string? Protocol, string? Phone);

internal static class FormRules
{
    /// <summary>The newest rule of each form of the network.</summary>
    public static IQueryable<FormRuleRow> NewestRules(this TeleconsultDb db, NetworkId network) =>
        db.FormRules.AsNoTracking().Where(r => r.Network == network && !db.FormRules.Any(o => o.Network == network && o.Form == r.Form && o.Number > r.Number));

    /// <summary>By the form's name.</summary>
    public static async Task<IReadOnlyDictionary<string, FormUse>> UsesAsync(this TeleconsultDb db, NetworkId network, CancellationToken cancellationToken) =>
        await db.NewestRules(network).ToDictionaryAsync(r => r.Form, r => new FormUse(r.IsOff, r.Version, r.Protocol, r.Phone), cancellationToken);
}
