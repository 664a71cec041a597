using System.Text;
using System.Text.RegularExpressions;

namespace Teleconsult.Domain.Courtesy;

/// <summary>
/// An open list of what reads harshly. It finds words and patterns and understands nothing: whoever reads the list knows all that it can say.
/// Immutable and thread-safe.
/// </summary>
/// <remarks>Every search takes time linear in the text (<see cref="RegexOptions.NonBacktracking"/>), whatever pattern a network has written.</remarks>
public sealed class CourtesyList
{
    /// <summary>Design choices: a prompt that is longer is not read, a list that is longer is not open.</summary>
    public const int MostRemarks = 5;
    public const int MostRules = 200;
    public const int LongestRule = 200;
    public const int LongestWording = 400;
    public const int LongestReason = 400;

    /// <summary>How often a pattern may repeat what it counts, all counts multiplied: a search grows with it, in time and in memory.</summary>
    public const int MostRepeats = 256;
    private const int LongestText = 40_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly Regex Counts = new(@"\{(?<from>\d+)(,(?<to>\d*))?\}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private readonly List<(Regex Search, CourtesyRule Rule)> _searches;

    /// <exception cref="RuleViolation">
    /// <c>courtesy.rule</c> (argument <c>line</c>, from 1): neither phrase nor pattern, both, too long, or without a wording; <c>courtesy.pattern</c>: not a
    /// pattern that can be searched in linear time, or one that finds nothing at all; <c>courtesy.too-many</c>.
    /// </exception>
    public CourtesyList(IReadOnlyList<CourtesyRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Count > MostRules)
        {
            throw new RuleViolation("courtesy.too-many", ("most", MostRules));
        }

        Rules = rules;
        _searches = [.. rules.Select((rule, i) => (SearchOf(rule, i + 1), rule))];
    }

    public IReadOnlyList<CourtesyRule> Rules { get; }

    /// <summary>What may read harshly, each wording once, in the order of the list; at most <see cref="MostRemarks"/>.</summary>
    public IReadOnlyList<CourtesyRemark> Find(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        var plain = Plain(text.Length > LongestText ? text[..LongestText] : text);
        var found = new List<CourtesyRemark>();
        foreach (var (search, rule) in _searches)
        {
            try
            {
                if (search.Match(plain) is { Success: true } match && found.TrueForAll(f => f.Write != rule.Write))
                {
                    found.Add(new CourtesyRemark(match.Value.Trim(), rule.Write));
                }
            }
            catch (RegexMatchTimeoutException)
            {
                continue; // a prompt is never worth a wait
            }

            if (found.Count == MostRemarks)
            {
                break;
            }
        }

        return found;
    }

    private static Regex SearchOf(CourtesyRule rule, int line)
    {
        var (phrase, pattern) = (rule.Phrase?.Trim() ?? "", rule.Pattern?.Trim() ?? "");
        if (phrase.Length > 0 == pattern.Length > 0 || phrase.Length > LongestRule || pattern.Length > LongestRule
            || string.IsNullOrWhiteSpace(rule.Write) || rule.Write.Length > LongestWording || rule.Why?.Length > LongestReason)
        {
            throw new RuleViolation("courtesy.rule", ("line", line));
        }

        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (rule.Exact ? RegexOptions.None : RegexOptions.IgnoreCase);
        if (Repeats(pattern) > MostRepeats)
        {
            throw new RuleViolation("courtesy.pattern", ("line", line));
        }

        try
        {
            var search = new Regex(phrase.Length > 0 ? PatternOf(Plain(phrase)) : pattern, options, Patience);
            return search.IsMatch("") ? throw new RuleViolation("courtesy.pattern", ("line", line)) : search;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new RuleViolation("courtesy.pattern", ("line", line));
        }
    }

    /// <summary>The counts of <c>{n}</c>, <c>{n,}</c> and <c>{n,m}</c> multiplied, as if each stood within the others: never less than what is built.</summary>
    private static long Repeats(string pattern)
    {
        var all = 1L;
        foreach (Match count in Counts.Matches(pattern))
        {
            var most = int.TryParse(count.Groups["to"].ValueSpan, out var to) ? to : int.TryParse(count.Groups["from"].ValueSpan, out var from) ? from : int.MaxValue;
            all = Math.Min(int.MaxValue, all * Math.Max(1, most));
        }

        return all;
    }

    /// <summary>Whole words.</summary>
    private static string PatternOf(string phrase)
    {
        var words = phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.EndsWith('*') ? Regex.Escape(w[..^1]) + @"\w*" : Regex.Escape(w));
        var search = string.Join(' ', words);
        var (first, last) = (char.IsLetterOrDigit(phrase[0]), char.IsLetterOrDigit(phrase[^1]) || phrase[^1] == '*');
        return (first ? @"\b" : "") + search + (last ? @"\b" : "");
    }

    /// <summary>One form of each letter and apostrophe, and one space for whatever white space stands there.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormC))
        {
            var space = char.IsWhiteSpace(letter);
            if (!space || plain.Length == 0 || plain[^1] != ' ')
            {
                plain.Append(space ? ' ' : letter is '\u2019' or '\u2018' ? '\'' : letter);
            }
        }

        return plain.ToString();
    }
}
