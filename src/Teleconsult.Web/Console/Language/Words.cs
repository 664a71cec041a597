using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Teleconsult.Web.Console.Language;

/// <summary>
/// The word catalogue: every sentence of a face by its key, in one language. The same JSON files serve the field app
/// (<c>wwwroot/words/</c>). Placeholders look like <c>{name}</c>; a plural is two keys, <c>x.one</c> and <c>x.other</c>.
/// Immutable, so one instance serves all circuits.
/// </summary>
public sealed class Words
{
    private static readonly string[] Parts =
    [
        "common", "refusal", "refusal-desk", "console", "directory", "promise", "routing", "contacts", "roster", "intake", "forms", "eyes", "grading", "desk-emergency", "opinion", "ladder", "desk-ladder",
        "desk-channels", "figures", "trial", "courtesy", "paper", "referral", "desk-referral", "desk-list", "viewer", "photo-marks", "marks", "coach", "close", "policy", "invitation", "audit", "teaching", "cpd", "digest",
    ];
    private const string Fallback = "en";
    private readonly Dictionary<string, string> _sentences;

    private Words(Dictionary<string, string> sentences, CultureInfo culture)
    {
        _sentences = sentences;
        Culture = culture;
    }

    public CultureInfo Culture { get; }

    public bool RightToLeft => Culture.TextInfo.IsRightToLeft;

    /// <summary>Keys that this language lacks: the original's sentence stands for them, so that nothing is blank.</summary>
    public IReadOnlyCollection<string> Missing { get; private init; } = [];

    /// <summary>The sentence, or the key itself where the catalogue has none, so that a gap is seen and not blank.</summary>
    public string this[string key] => _sentences.GetValueOrDefault(key, key);

    public bool Has(string key) => _sentences.ContainsKey(key);

    public IEnumerable<string> Keys => _sentences.Keys;

    public static Words Load(string language)
    {
        var sentences = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(Words).Assembly;
        foreach (var part in Parts)
        {
            foreach (var (key, sentence) in Read(assembly, language, part))
            {
                if (!sentences.TryAdd(key, sentence))
                {
                    throw new InvalidOperationException($"The word '{key}' stands in two parts of the catalogue ({language}/{part}).");
                }
            }
        }

        var culture = Spelling(language);
        var missing = language == Fallback ? [] : Load(Fallback)._sentences.Where(s => !sentences.ContainsKey(s.Key)).ToList();
        foreach (var (key, sentence) in missing)
        {
            // English within a page that runs from the right keeps its own order.
            sentences.Add(key, culture.TextInfo.IsRightToLeft && sentence.Length > 0 ? $"\u2066{sentence}\u2069" : sentence);
        }

        return new Words(sentences, culture) { Missing = [.. missing.Select(s => s.Key)] };
    }

    /// <summary>These sentences, each rewritten, as another language.</summary>
    internal Words Rewritten(string language, Func<string, string, string> rewrite) => new(_sentences.ToDictionary(s => s.Key, s => rewrite(s.Key, s.Value)), Spelling(language));

    /// <summary>How a language writes days and numbers; its digits are 0 to 9 everywhere, so that a dose looks the same on every screen.</summary>
    private static CultureInfo Spelling(string language)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(language).Clone();
        if (culture.TextInfo.IsRightToLeft)
        {
            culture.NumberFormat = (NumberFormatInfo)CultureInfo.InvariantCulture.NumberFormat.Clone();
        }

        return CultureInfo.ReadOnly(culture);
    }

    public string Say(string key, params (string Name, object? Value)[] arguments) => Fill(this[key], arguments);

    /// <summary>Chooses the language's plural form by <paramref name="count"/>, <c>key.one</c> or <c>key.few</c>, else <c>key.other</c>; the count also fills <c>{n}</c>.</summary>
    public string Count(string key, int count, params (string Name, object? Value)[] arguments)
    {
        var form = $"{key}.{PluralForm.Of(Culture.TwoLetterISOLanguageName, count)}";
        return Fill(Has(form) ? this[form] : this[key + ".other"], [.. arguments, ("n", count)]);
    }

    /// <summary>The word of an enumeration's value, for example <c>urgency.soon</c>.</summary>
    public string Of<T>(string prefix, T value)
        where T : struct, Enum => this[$"{prefix}.{Camel(value.ToString())}"];

    /// <summary>
    /// A refusal's sentence: the console's own (<c>desk.refusal.…</c>) where the phone's would not fit a desk, else the shared
    /// one. A code without a sentence gets the general one that names the code.
    /// </summary>
    public string Refusal(string code, IReadOnlyDictionary<string, object>? arguments = null)
    {
        string[] keys = ["desk.refusal." + code, Shared(code, arguments), "desk.refusal.unknown"];
        var given = (arguments ?? new Dictionary<string, object>()).Select(a => (a.Key, (object?)a.Value));
        return Fill(this[keys.First(Has)], [.. given, ("code", code)]);
    }

    /// <summary>The refusal's sentence for other programs than the console: the one that every client shares.</summary>
    public string SharedRefusal(string code, IReadOnlyDictionary<string, object> arguments) =>
        Fill(this[Has(Shared(code, arguments)) ? Shared(code, arguments) : "refusal.unknown"], [.. arguments.Select(a => (a.Key, (object?)a.Value)), ("code", code)]);

    /// <summary>Where it is known what kind of file was sent, its own sentence (<c>refusal.photo.not-jpeg.heic</c>), if there is one.</summary>
    private string Shared(string code, IReadOnlyDictionary<string, object>? arguments) =>
        arguments?.GetValueOrDefault("format") is string format && Has($"refusal.{code}.{format}") ? $"refusal.{code}.{format}" : "refusal." + code;

    internal static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];

    private string Fill(string sentence, (string Name, object? Value)[] arguments)
    {
        if (!sentence.Contains('{', StringComparison.Ordinal))
        {
            return sentence;
        }

        var filled = new StringBuilder(sentence);
        foreach (var (name, value) in arguments)
        {
            filled.Replace("{" + name + "}", value is IFormattable number ? number.ToString(null, Culture) : Apart(value?.ToString() ?? ""));
        }

        return filled.ToString();
    }

    /// <summary>A name or number of another script keeps its own order within a sentence that runs from the right (first strong isolate).</summary>
    internal string Apart(string text) => RightToLeft && text.Length > 0 ? $"\u2068{text}\u2069" : text;

    /// <summary>A code of Latin letters and digits is read from the left in every language: <c>TC-48127</c> never becomes 48127-TC (left-to-right isolate).</summary>
    internal string LeftToRight(string code) => RightToLeft ? $"\u2066{code}\u2069" : code;

    private static Dictionary<string, string> Read(Assembly assembly, string language, string part)
    {
        using var file = assembly.GetManifestResourceStream($"words/{language}/{part}.json");
        return file is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(file) ?? [];
    }
}
