using System.Collections.Frozen;
using System.Text.Json;
using Teleconsult.Application;
using Teleconsult.Web.Setup;

namespace Teleconsult.Web.Console.Language;

/// <summary>A language that this build has words for, as <c>wwwroot/words/languages.json</c> says.</summary>
/// <param name="Tag">BCP 47.</param>
/// <param name="Name">As its speakers write it.</param>
/// <param name="Original">The forms were written in it; the others are translations.</param>
/// <param name="ClinicalReview">The clinician who has read the clinical text in this language; null: nobody yet.</param>
public sealed record LanguageEntry(string Tag, string Name, bool Original, ClinicalReview? ClinicalReview)
{
    /// <summary>A translation of clinical text that no clinician has read: shown as such, and not outside Development.</summary>
    public bool IsUnreviewed => !Original && ClinicalReview is null;

    /// <summary>Written from the right.</summary>
    public bool RightToLeft { get; init; }

    /// <summary>The console has its words too; else it speaks the original to these readers, and the field app, messages and papers speak theirs.</summary>
    public bool Console { get; init; } = true;
}

/// <param name="By">Name and profession.</param>
public sealed record ClinicalReview(string By, DateOnly On);

/// <summary>
/// The languages that this host offers, with their words. Outside Development a translation that no clinician has reviewed is
/// neither offered nor served, unless the setting <c>Languages:OfferUnreviewed</c> names it. Immutable.
/// </summary>
public sealed class Languages
{
    /// <summary>Setting: tags of languages to offer although no clinician has reviewed them, separated by blanks or commas.</summary>
    public const string OfferUnreviewed = "Languages:OfferUnreviewed";

    /// <summary>Setting, for tests in Development: who asks for <see cref="PseudoWords.Tag"/> gets English in disguise.</summary>
    public const string Pseudo = "Languages:Pseudo";

    private readonly FrozenDictionary<string, Words> _words;

    /// <exception cref="WrongSetting">The setting names a language that this build has no words for.</exception>
    public Languages(IConfiguration configuration, IHostEnvironment environment)
        : this(Known(), configuration[OfferUnreviewed], environment.IsDevelopment(), configuration.GetValue<bool>(Pseudo))
    {
    }

    internal Languages(IReadOnlyList<LanguageEntry> known, string? offerUnreviewed, bool development, bool pseudo = false)
    {
        var named = (offerUnreviewed ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (named.FirstOrDefault(tag => known.All(l => l.Tag != tag)) is { } strange)
        {
            throw new WrongSetting($"{OfferUnreviewed} names \"{strange}\", but this version has no words in it: use {string.Join(", ", known.Select(l => l.Tag))}, or leave it out.");
        }

        Original = known.Single(l => l.Original);
        Offered = [.. known.Where(l => !l.IsUnreviewed || development || named.Contains(l.Tag))];
        Withheld = [.. known.Except(Offered)];
        Daring = development ? [] : [.. Offered.Where(l => l.IsUnreviewed)];
        var words = Offered.ToDictionary(l => l.Tag, l => Words.Load(l.Tag), StringComparer.OrdinalIgnoreCase);
        if (pseudo && development)
        {
            words.Add(PseudoWords.Tag, PseudoWords.Of(words[Original.Tag]));
        }

        _words = words.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public LanguageEntry Original { get; }

    public IReadOnlyList<LanguageEntry> Offered { get; }

    /// <summary>In the build, but not for this host's people: no clinician has reviewed them.</summary>
    public IReadOnlyList<LanguageEntry> Withheld { get; }

    /// <summary>Unreviewed, and offered outside Development because a setting says so.</summary>
    public IReadOnlyList<LanguageEntry> Daring { get; }

    /// <summary>The language's words; the original's where it is not offered.</summary>
    public Words Of(string tag) => _words.GetValueOrDefault(tag) ?? _words[Original.Tag];

    public LanguageEntry Entry(string tag) => Offered.FirstOrDefault(l => l.Tag == tag) ?? Original;

    /// <summary>Those that the console speaks.</summary>
    public IEnumerable<LanguageEntry> OfConsole => Offered.Where(l => l.Console);

    /// <summary>The first of the wanted languages that is offered, if need be without its region; else the original.</summary>
    public string Pick(IEnumerable<string> wanted, bool console = false) =>
        wanted.Select(tag => Find(tag, console) ?? Find(tag.Split('-')[0], console)).FirstOrDefault(found => found is not null) ?? Original.Tag;

    private string? Find(string tag, bool console) =>
        (console ? OfConsole : Offered).FirstOrDefault(l => string.Equals(l.Tag, tag, StringComparison.OrdinalIgnoreCase))?.Tag
        ?? (_words.ContainsKey(tag) && tag == PseudoWords.Tag ? tag : null);

    internal static IReadOnlyList<LanguageEntry> Known()
    {
        using var file = typeof(Languages).Assembly.GetManifestResourceStream("words/languages.json")!;
        return [.. JsonSerializer.Deserialize<Dictionary<string, FileEntry>>(file, Json.Options)!.Select(l => new LanguageEntry(l.Key, l.Value.Name, l.Value.Original, l.Value.ClinicalReview)
        {
            RightToLeft = l.Value.Dir == "rtl",
            Console = l.Value.Console,
        })];
    }

    private sealed record FileEntry(string Name, string Dir, bool Console, bool Original, ClinicalReview? ClinicalReview);
}
