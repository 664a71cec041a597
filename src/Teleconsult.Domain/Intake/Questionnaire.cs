using System.Text.Json;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Domain.Intake;

/// <summary>
/// A versioned intake template: as much of a FHIR R4 Questionnaire (hl7.org/fhir/R4/questionnaire.html) as the rules need.
/// Immutable; nothing in it is specific to one template.
/// </summary>
public sealed class Questionnaire
{
    private const string Ext = "https://teleconsult.example/ext/";
    private const string ShortTextUrl = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-shortText";
    private const string OrdinalUrl = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

    private readonly Wording _title;

    private Questionnaire(string canonical, string name, Wording title, Urgency nature, string? photoPolicy, IReadOnlyList<QuestionItem> items)
    {
        Nature = nature;
        IsRetina = photoPolicy == "retina";
        Canonical = canonical;
        Name = name;
        _title = title;
        Items = items;
        Slots = [.. items.Where(i => i.Slot is not null)];
    }

    /// <summary><c>url|version</c>.</summary>
    public string Canonical { get; }

    /// <summary>Short name, for example <c>general-dermatology</c>.</summary>
    public string Name { get; }
    public string Title => _title.Original;

    /// <summary>Its photos are of the back of the eye: graded eye by eye.</summary>
    public bool IsRetina { get; }

    /// <summary>The least urgency of every case with this form: Emergency for one that asks in emergencies alone, else Routine.</summary>
    public Urgency Nature { get; }

    /// <summary>Beginnings of words that speak for this form in a question of somebody who does not know whom to ask, of all languages.</summary>
    public IReadOnlyList<string> RoutingWords { get; private init; } = [];

    /// <summary>Names of the scores that its answers feed (<see cref="Scores.ScoreRules"/>), in the order in which they are shown.</summary>
    public IReadOnlyList<string> Scores { get; private init; } = [];

    /// <summary>All items, groups included, in the order of the form.</summary>
    public IReadOnlyList<QuestionItem> Items { get; }

    /// <summary>The items that are photo slots.</summary>
    public IReadOnlyList<QuestionItem> Slots { get; }

    /// <exception cref="RuleViolation"><c>photo.slot-unknown</c></exception>
    public QuestionItem RequireSlot(string slot) =>
        Slots.FirstOrDefault(s => s.Slot == slot) ?? throw new RuleViolation("photo.slot-unknown", ("slot", slot));

    /// <summary>The item whose answer gives a part of a score; null where none does.</summary>
    public QuestionItem? AskedBy(string part) => Items.FirstOrDefault(i => i.ScoreParts.Contains(part) || i.ScorePoints.Any(p => p.Part == part));

    /// <param name="language">BCP 47 tag; null, or one without a translation: the language that the form was written in.</param>
    public string TitleIn(string? language) => _title.In(language);

    /// <summary>What a list says of an item (<c>linkId</c>) or of one chosen option of it (<c>linkId#code</c>).</summary>
    /// <param name="language">As for <see cref="TitleIn"/>.</param>
    public string LabelOf(string key, string? language = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (linkId, option) = key.IndexOf('#', StringComparison.Ordinal) is var at and > 0 ? (key[..at], key[(at + 1)..]) : (key, null);
        var item = Items.FirstOrDefault(i => i.LinkId == linkId);
        return item?.RedFlags.FirstOrDefault(f => f.Option == option && option is not null)?.Display is { } display
            // "Less" alone says nothing: an answer stands with its question. The signs of a list speak for themselves.
            ? item.Repeats ? display.In(language) : $"{item.Label.In(language).TrimEnd('?', ' ', '\u00a0')}{(language == "fr" ? "\u00a0" : "")}: {display.In(language)}"
            : item?.Label.In(language) ?? linkId;
    }

    public static Questionnaire Parse(JsonElement json)
    {
        var items = new List<QuestionItem>();
        Collect(json, null, null, items);
        var url = json.GetProperty("url").GetString()!;
        return new Questionnaire(
            $"{url}|{json.GetProperty("version").GetString()}", url[(url.LastIndexOf('/') + 1)..], Wording.Of(json, "title")!,
            Enum.TryParse<Urgency>(Code(json, "urgency"), ignoreCase: true, out var nature) ? nature : Urgency.Routine,
            Code(json, "photo-policy"), items)
        {
            RoutingWords = RoutingWordsOf(json),
            Scores = ScoresOf(json, items),
        };
    }

    /// <summary>The original and all translations together: nobody says in which language they write.</summary>
    private static List<string> RoutingWordsOf(JsonElement json)
    {
        var words = new List<string>();
        void Add(string? list) => words.AddRange((list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (Find(json, Ext + "routing-words") is not { } own)
        {
            return words;
        }

        Add(own.GetProperty("valueString").GetString());
        if (own.TryGetProperty("_valueString", out var more) && more.TryGetProperty("extension", out var translations))
        {
            foreach (var translation in translations.EnumerateArray())
            {
                Add(translation.GetProperty("extension").EnumerateArray().First(e => e.GetProperty("url").ValueEquals("content")).GetProperty("valueString").GetString());
            }
        }

        return words;
    }

    /// <summary>A form of before scores had names asks for SINBAD where an item gives a part of it.</summary>
    private static List<string> ScoresOf(JsonElement json, List<QuestionItem> items)
    {
        List<string> named = [.. FindAll(json, Ext + "score").Select(e => e.GetProperty("valueCode").GetString()!)];
        return named.Count == 0 && items.Exists(i => i.ScoreParts.Any(p => p.StartsWith("sinbad-", StringComparison.Ordinal))) ? ["sinbad"] : named;
    }

    private static void Collect(JsonElement parent, string? within, string? group, List<QuestionItem> into)
    {
        if (!parent.TryGetProperty("item", out var items))
        {
            return;
        }

        foreach (var item in items.EnumerateArray())
        {
            var linkId = item.GetProperty("linkId").GetString()!;
            into.Add(ParseItem(item, linkId, group) with { Parent = within });
            Collect(item, linkId, item.GetProperty("type").GetString() == "group" ? linkId : group, into);
        }
    }

    private static QuestionItem ParseItem(JsonElement item, string linkId, string? group)
    {
        var flags = new List<RedFlag>();
        if (Floor(item) is { } whole)
        {
            flags.Add(new RedFlag(null, whole, Text(item, "red-flag-source")));
        }

        if (item.TryGetProperty("answerOption", out var options))
        {
            foreach (var option in options.EnumerateArray())
            {
                if (Floor(option) is { } floor)
                {
                    flags.Add(new RedFlag(OptionKey(option), floor, Text(option, "red-flag-source"), Display(option)));
                }
            }
        }

        flags.AddRange(FindAll(item, Ext + "red-flag-at").Select(MeasuredFlag));
        return new QuestionItem(
            linkId, Wording.Of(item, "text") ?? Wording.Plain(linkId), item.GetProperty("type").GetString()!, group,
            item.TryGetProperty("required", out var required) && required.GetBoolean(),
            Extension(item, "required-asked") is { } asked && asked.GetProperty("valueBoolean").GetBoolean(),
            Code(item, "slot"),
            Code(item, "laterality") switch { "right" => Laterality.Right, "left" => Laterality.Left, _ => Laterality.None },
            flags, Find(item, ShortTextUrl) is { } brief ? Wording.Of(brief, "valueString") : null)
        {
            Repeats = item.TryGetProperty("repeats", out var repeats) && repeats.GetBoolean(),
            ScoreParts = [.. FindAll(item, Ext + "score-part").Select(e => e.GetProperty("valueCode").GetString()!)],
            ScorePoints = ScorePointsOf(item),
            Wishes = WishesOf(item),
            Points = PointsOf(item),
            Conditions = ConditionsOf(item),
            AnyCondition = item.TryGetProperty("enableBehavior", out var behaviour) && behaviour.ValueEquals("any"),
        };
    }

    /// <summary>The limits of an item of a form, as the file has it, that raise urgency.</summary>
    public static IEnumerable<MeasuredLimit> LimitsOf(JsonElement item) => FindAll(item, Ext + "red-flag-at").Select(l => MeasuredFlag(l).At!);

    private static RedFlag MeasuredFlag(JsonElement limit)
    {
        decimal? Number(string name) => Find(limit, name) is { } found ? found.GetProperty("valueDecimal").GetDecimal() : null;
        return new RedFlag(
            null, Enum.Parse<Urgency>(Find(limit, "floor")!.Value.GetProperty("valueCode").GetString()!, ignoreCase: true), Find(limit, "source")?.GetProperty("valueString").GetString())
        {
            At = new MeasuredLimit(Find(limit, "unit")!.Value.GetProperty("valueCode").GetString()!, Number("from"), Number("to")),
        };
    }

    private static List<EnableWhen> ConditionsOf(JsonElement item)
    {
        var conditions = new List<EnableWhen>();
        if (item.TryGetProperty("enableWhen", out var all))
        {
            foreach (var one in all.EnumerateArray())
            {
                var answer = one.EnumerateObject().First(p => p.Name.StartsWith("answer", StringComparison.Ordinal)).Value.Clone();
                conditions.Add(new EnableWhen(one.GetProperty("question").GetString()!, one.GetProperty("operator").GetString()!, answer));
            }
        }

        return conditions;
    }

    private static Dictionary<string, string> WishesOf(JsonElement item)
    {
        var wishes = new Dictionary<string, string>();
        if (item.TryGetProperty("answerOption", out var options))
        {
            foreach (var option in options.EnumerateArray())
            {
                if (OptionKey(option) is { } key && Code(option, "clinician-gender") is { } gender)
                {
                    wishes[key] = gender;
                }
            }
        }

        return wishes;
    }

    private static Dictionary<string, double> PointsOf(JsonElement item)
    {
        var points = new Dictionary<string, double>();
        if (item.TryGetProperty("answerOption", out var options))
        {
            foreach (var option in options.EnumerateArray())
            {
                if (OptionKey(option) is { } key && Find(option, OrdinalUrl) is { } ordinal)
                {
                    points[key] = ordinal.GetProperty("valueDecimal").GetDouble();
                }
            }
        }

        return points;
    }

    private static List<(string Option, string Part, double Points)> ScorePointsOf(JsonElement item)
    {
        var found = new List<(string, string, double)>();
        if (item.TryGetProperty("answerOption", out var options))
        {
            foreach (var option in options.EnumerateArray())
            {
                foreach (var one in FindAll(option, Ext + "score-points"))
                {
                    found.Add((OptionKey(option)!, Find(one, "part")!.Value.GetProperty("valueCode").GetString()!, Find(one, "points")!.Value.GetProperty("valueDecimal").GetDouble()));
                }
            }
        }

        return found;
    }

    private static Wording? Display(JsonElement option) =>
        option.TryGetProperty("valueCoding", out var coding) ? Wording.Of(coding, "display")
        : OptionKey(option) is { } text ? Wording.Plain(text)
        : null;

    private static Urgency? Floor(JsonElement element) =>
        Code(element, "red-flag") is { } code && Enum.TryParse<Urgency>(code, ignoreCase: true, out var floor) ? floor : null;

    private static string? OptionKey(JsonElement option) =>
        option.TryGetProperty("valueCoding", out var coding)
            ? coding.TryGetProperty("code", out var code) ? code.GetString() : coding.GetProperty("display").GetString()
            : option.TryGetProperty("valueString", out var value) ? value.GetString() : null;

    private static string? Code(JsonElement element, string name) =>
        Extension(element, name) is { } found && found.TryGetProperty("valueCode", out var code) ? code.GetString() : null;

    private static string? Text(JsonElement element, string name) =>
        Extension(element, name) is { } found && found.TryGetProperty("valueString", out var text) ? text.GetString() : null;

    private static JsonElement? Extension(JsonElement element, string name) => Find(element, Ext + name);

    private static JsonElement? Find(JsonElement element, string url) => FindAll(element, url).Select(e => (JsonElement?)e).FirstOrDefault();

    private static IEnumerable<JsonElement> FindAll(JsonElement element, string url) =>
        element.TryGetProperty("extension", out var extensions) ? extensions.EnumerateArray().Where(e => e.GetProperty("url").ValueEquals(url)) : [];
}

/// <summary>One item of a questionnaire.</summary>
/// <param name="Type">FHIR item type: group, boolean, choice, open-choice, string, text, integer, decimal, quantity, date, attachment ...</param>
/// <param name="Asked">Named in the "not given" strip when it was left blank.</param>
/// <param name="Slot">Code of the photo slot, for items that are one.</param>
public sealed record QuestionItem(
    string LinkId, Wording Text, string Type, string? Group, bool Required, bool Asked, string? Slot, Laterality Laterality,
    IReadOnlyList<RedFlag> RedFlags, Wording? ShortText = null)
{
    /// <summary>A word or two for lists and strips (SDC short text), else the whole text.</summary>
    public Wording Label => ShortText ?? Text;

    /// <summary>What an option wishes of whoever answers, by the option's code: the gender, as people state theirs.</summary>
    public IReadOnlyDictionary<string, string> Wishes { get; init; } = new Dictionary<string, string>();

    /// <summary>Several of its choices may be ticked.</summary>
    public bool Repeats { get; init; }

    /// <summary>Which parts of scores the answer gives, for example <c>sinbad-depth</c>.</summary>
    public IReadOnlyList<string> ScoreParts { get; init; } = [];

    /// <summary>What single options give to parts of scores of their own.</summary>
    public IReadOnlyList<(string Option, string Part, double Points)> ScorePoints { get; init; } = [];

    /// <summary>The item that it stands in; null at the top.</summary>
    public string? Parent { get; init; }

    /// <summary>When it is asked; empty: always.</summary>
    public IReadOnlyList<EnableWhen> Conditions { get; init; } = [];

    /// <summary>One condition that holds is enough; else all must.</summary>
    public bool AnyCondition { get; init; }

    /// <summary>Points of the options that have any (FHIR's ordinalValue), by code.</summary>
    public IReadOnlyDictionary<string, double> Points { get; init; } = new Dictionary<string, double>();
}

/// <summary>An answer that raises urgency to at least <paramref name="Floor"/>; it never lowers it.</summary>
/// <param name="Option">The option's code; null: the answer "yes".</param>
/// <param name="Source">The guideline that says so.</param>
/// <param name="Display">The option in words.</param>
public sealed record RedFlag(string? Option, Urgency Floor, string? Source, Wording? Display = null)
{
    /// <summary>For measures: the limits that raise it; another unit has a flag of its own.</summary>
    public MeasuredLimit? At { get; init; }
}

/// <summary>A measure from a value on, or up to one, in one unit.</summary>
/// <param name="Unit">UCUM.</param>
public sealed record MeasuredLimit(string Unit, decimal? From, decimal? To)
{
    /// <param name="answer">An answer of a QuestionnaireResponse; whatever is no quantity in this unit holds nothing.</param>
    public bool Holds(JsonElement answer) =>
        answer.TryGetProperty("valueQuantity", out var quantity) && HoldsQuantity(quantity);

    /// <param name="quantity">A FHIR Quantity.</param>
    public bool HoldsQuantity(JsonElement quantity) =>
        quantity.ValueKind is JsonValueKind.Object
        && quantity.TryGetProperty("code", out var unit) && unit.ValueKind is JsonValueKind.String && unit.ValueEquals(Unit)
        && quantity.TryGetProperty("value", out var number) && number.ValueKind is JsonValueKind.Number && number.TryGetDecimal(out var value)
        && !(value < From) && !(value > To);
}
