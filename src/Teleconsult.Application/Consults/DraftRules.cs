using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;

namespace Teleconsult.Application.Consults;

/// <summary>What becomes of a draft when its advice goes out.</summary>
public static class DraftRules
{
    /// <summary>Another window of the same author has saved a draft that this one does not know.</summary>
    public const string Elsewhere = "draft.elsewhere";

    /// <param name="known">The revision that the author has on the screen; null from clients that keep no drafts.</param>
    /// <exception cref="RuleViolation"><see cref="Elsewhere"/></exception>
    internal static async Task<List<DraftRow>> OfAuthorAsync(this TeleconsultDb db, ConsultId consult, PractitionerId author, Guid? known, CancellationToken cancellationToken)
    {
        var drafts = await db.Drafts.Where(d => d.Consult == consult && d.Author == author).ToListAsync(cancellationToken);
        return known is null || drafts.All(d => d.Revision == known) ? drafts : throw new RuleViolation(Elsewhere);
    }
}
