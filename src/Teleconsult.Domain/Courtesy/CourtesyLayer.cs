namespace Teleconsult.Domain.Courtesy;

/// <summary>
/// What a network has changed of one language's list: rules of its own, and delivered ones that it has switched off. It lies over the delivered list, so
/// that what a later build adds comes to everybody. Immutable.
/// </summary>
/// <param name="Own">In the order in which they were added; they are looked for before the delivered ones.</param>
/// <param name="Off"><see cref="CourtesyRule.Key"/>s of delivered rules.</param>
public sealed record CourtesyLayer(IReadOnlyList<CourtesyRule> Own, IReadOnlyList<string> Off)
{
    public static readonly CourtesyLayer None = new([], []);

    /// <summary>Words that belong to every polite answer: a rule that finds one of them would ask at each.</summary>
    private static readonly string[] Harmless = ["a", "e", "1", "the", "and", "to", "le", "de", "et", " ", ".", ",", "A", "thank you", "merci"];

    /// <summary>One more rule of its own.</summary>
    /// <exception cref="RuleViolation">
    /// As of <see cref="CourtesyList"/>; <c>courtesy.twice</c>: the list has it already; <c>courtesy.too-wide</c>: it finds what every answer holds.
    /// </exception>
    public CourtesyLayer With(CourtesyRule rule, CourtesyList delivered)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(delivered);
        var plain = rule with { Phrase = Trimmed(rule.Phrase), Pattern = Trimmed(rule.Pattern), Write = rule.Write?.Trim() ?? "", Why = Trimmed(rule.Why) };
        var alone = new CourtesyList([plain]);
        if (Own.Concat(delivered.Rules).Any(r => r.Key == plain.Key))
        {
            throw new RuleViolation("courtesy.twice");
        }

        if (Harmless.Any(word => alone.Find(word).Count > 0))
        {
            throw new RuleViolation("courtesy.too-wide");
        }

        var changed = this with { Own = [.. Own, plain] };
        changed.Over(delivered); // no longer than a list may be
        return changed;
    }

    /// <exception cref="RuleViolation"><c>courtesy.unknown</c>: it has no such rule of its own.</exception>
    public CourtesyLayer Without(string key) =>
        Own.Any(r => r.Key == key) ? this with { Own = [.. Own.Where(r => r.Key != key)] } : throw new RuleViolation("courtesy.unknown");

    /// <summary>Switches a delivered rule off, or on again. What is so already stays.</summary>
    /// <exception cref="RuleViolation"><c>courtesy.unknown</c>: nothing of the kind was delivered.</exception>
    public CourtesyLayer Switch(string key, bool off, CourtesyList delivered)
    {
        ArgumentNullException.ThrowIfNull(delivered);
        if (off && !delivered.Rules.Any(r => r.Key == key))
        {
            throw new RuleViolation("courtesy.unknown");
        }

        return off == Off.Contains(key) ? this : this with { Off = off ? [.. Off, key] : [.. Off.Where(k => k != key)] };
    }

    /// <summary>The list that counts: its own rules, then the delivered ones that are on.</summary>
    public CourtesyList Over(CourtesyList delivered)
    {
        ArgumentNullException.ThrowIfNull(delivered);
        return Own.Count == 0 && Off.Count == 0 ? delivered : new CourtesyList([.. Own, .. delivered.Rules.Where(r => !Off.Contains(r.Key))]);
    }

    private static string? Trimmed(string? words) => words?.Trim() is { Length: > 0 } some ? some : null;
}
