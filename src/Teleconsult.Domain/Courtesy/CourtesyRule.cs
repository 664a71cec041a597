namespace Teleconsult.Domain.Courtesy;

/// <summary>A word, phrase or pattern that reads harshly, and what could stand in its place.</summary>
/// <param name="Phrase">Whole words in any case; <c>*</c> at the end of a word stands for any ending. Null where there is a pattern.</param>
/// <param name="Pattern">A regular expression that can be searched in linear time (no look-around, no back reference). Null where there is a phrase.</param>
/// <param name="Write">A gentler wording, whole or as a beginning.</param>
/// <param name="Exact">Capitals count: for what is shouted.</param>
/// <param name="Why">Why it stands in the list, for who reads the list.</param>
public sealed record CourtesyRule(string? Phrase, string? Pattern, string Write, bool Exact = false, string? Why = null)
{
    /// <summary>What tells it from other rules of its list: what it looks for, in small letters unless they count.</summary>
    public string Key => (Phrase?.Trim() is { Length: > 0 } phrase ? "phrase " + phrase.ToLowerInvariant() : "pattern " + Pattern?.Trim()) + (Exact ? " exact" : "");
}

/// <summary>Something in a text that may read harshly.</summary>
/// <param name="Found">As it stands in the text.</param>
/// <param name="Write">What could stand there instead.</param>
public sealed record CourtesyRemark(string Found, string Write);
