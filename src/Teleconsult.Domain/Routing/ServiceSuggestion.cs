using System.Globalization;
using System.Text;

namespace Teleconsult.Domain.Routing;

/// <summary>A form with the words that speak for it, in all languages together.</summary>
/// <param name="Words">Beginnings of words, in lower case without accents; several words in one entry have to follow each other.</param>
public sealed record FormWords(string Form, IReadOnlyList<string> Words);

/// <summary>A form that a question seems to be about.</summary>
/// <param name="Found">The words that were found, as the requester wrote them.</param>
public sealed record FormSuggestion(string Form, IReadOnlyList<string> Found);

/// <summary>
/// For cases of those who do not know whom to ask: which forms the words of a question speak for. A count of words from a list that anybody can read in the
/// forms, and nothing more: it suggests to a coordinator, who decides. Pure.
/// </summary>
public static class ServiceSuggestion
{
    /// <summary>Forms whose words occur, the one with the most different words first; equal ones by name.</summary>
    public static IReadOnlyList<FormSuggestion> Of(string text, IEnumerable<FormWords> forms)
    {
        var words = Tokens(text);
        return [.. forms.Select(f => new FormSuggestion(f.Form, Found(words, f.Words)))
            .Where(s => s.Found.Count > 0)
            .OrderByDescending(s => s.Found.Count).ThenBy(s => s.Form, StringComparer.Ordinal)];
    }

    private static List<string> Found(List<(string Plain, string Written)> words, IReadOnlyList<string> wanted)
    {
        var found = new List<string>();
        foreach (var parts in wanted.Select(w => w.Split(' ')))
        {
            for (var at = 0; at + parts.Length <= words.Count; at++)
            {
                if (parts.Select((part, n) => words[at + n].Plain.StartsWith(part, StringComparison.Ordinal)).All(same => same))
                {
                    found.Add(string.Join(' ', words.Skip(at).Take(parts.Length).Select(w => w.Written)));
                    break;
                }
            }
        }

        return [.. found.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static List<(string Plain, string Written)> Tokens(string text)
    {
        var tokens = new List<(string, string)>();
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var inside = at < text.Length && (char.IsLetterOrDigit(text[at]) || char.GetUnicodeCategory(text[at]) is UnicodeCategory.NonSpacingMark);
            if (inside && start < 0)
            {
                start = at;
            }
            else if (!inside && start >= 0)
            {
                tokens.Add((Plain(text[start..at]), text[start..at]));
                start = -1;
            }
        }

        return tokens;
    }

    /// <summary>In lower case and without accents, so that "brûlure" and "brulure" are one.</summary>
    private static string Plain(string word) => string.Concat(
        word.ToLowerInvariant().Normalize(NormalizationForm.FormD).Where(c => char.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark));
}
