using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using Teleconsult.Application.Consults;
using Teleconsult.Domain.Intake;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Web.Console.Case;

/// <summary>
/// The questionnaires that this build carries, as the console reads them in one language: by their canonical <c>url|version</c>.
/// A text without a translation stays in the language that it was written in.
/// </summary>
public sealed class IntakeForms
{
    private static readonly ConcurrentDictionary<string, IntakeForms> ByLanguage = [];
    private readonly FrozenDictionary<string, IntakeForm> _forms;

    private IntakeForms(string language)
    {
        var assembly = typeof(ConsultView).Assembly;
        _forms = assembly.GetManifestResourceNames().Where(n => n.StartsWith("intake/", StringComparison.Ordinal))
            .Select(name =>
            {
                using var file = assembly.GetManifestResourceStream(name)!;
                using var questionnaire = JsonDocument.Parse(file);
                return IntakeForm.Read(questionnaire.RootElement, language);
            })
            .ToFrozenDictionary(f => f.Canonical);
    }

    /// <summary>Read once for all circuits.</summary>
    public static IntakeForms In(string language) => ByLanguage.GetOrAdd(language, l => new IntakeForms(l));

    /// <summary>Null for a form that this build does not carry: the answers are then shown by their own texts alone.</summary>
    public IntakeForm? Find(string canonical) => _forms.GetValueOrDefault(canonical);

    /// <summary>An item's short name: its text without the question mark; what is no item's id stays as it is.</summary>
    public string ItemName(string canonical, string item) =>
        Find(canonical)?.Items.SelectMany(i => i.WithChildren()).FirstOrDefault(i => i.LinkId == item)?.Text.TrimEnd('?', ' ', '\u00a0') ?? item;

    /// <summary>A slot's name in the words of its form, for example "Right eye, macula"; else its code.</summary>
    public string SlotName(string canonical, string slot) => Find(canonical)?.Slots.FirstOrDefault(s => s.Code == slot)?.Name ?? slot;
}

/// <param name="Code">As photos name it, for example <c>R-mac</c>.</param>
public sealed record FormSlot(string Code, string Name, Laterality Laterality);

/// <summary>A FHIR R4 Questionnaire, reduced to what reading its answers needs.</summary>
public sealed class IntakeForm(string canonical, string title, string policy, IReadOnlyList<FormItem> items)
{
    private const string Ext = "https://teleconsult.example/ext/";
    private const string ShortTextUrl = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-shortText";
    private const string UnitOptionUrl = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption";

    public string Canonical { get; } = canonical;
    public string Title { get; } = title;

    /// <summary><c>skin</c> or <c>retina</c>: how its photos are looked at.</summary>
    public string PhotoPolicy { get; } = policy;
    public IReadOnlyList<FormItem> Items { get; } = items;

    public IEnumerable<FormSlot> Slots => Items.SelectMany(i => i.WithChildren()).Where(i => i.Slot is not null)
        .Select(i => new FormSlot(i.Slot!, i.Text, i.Laterality));

    public static IntakeForm Read(JsonElement questionnaire, string language) => new(
        $"{Text(questionnaire, "url")}|{Text(questionnaire, "version")}", Worded(questionnaire, "title", language) ?? "",
        Extension(questionnaire, "photo-policy", "valueCode") ?? "skin", ReadItems(questionnaire, language));

    private static List<FormItem> ReadItems(JsonElement parent, string language) =>
        parent.TryGetProperty("item", out var items) ? [.. items.EnumerateArray().Where(i => Text(i, "type") != "display").Select(i => ReadItem(i, language))] : [];

    private static FormItem ReadItem(JsonElement item, string language) => new(
        Text(item, "linkId") ?? "", Text(item, "type") ?? "", Worded(item, "text", language) ?? "", Flag(item, "required-asked"),
        Extension(item, "red-flag", "valueCode") is not null, Extension(item, "slot", "valueCode"),
        Extension(item, "laterality", "valueCode") switch { "right" => Laterality.Right, "left" => Laterality.Left, _ => Laterality.None },
        RedFlagOptions(item), EnableWhen(item), Text(item, "enableBehavior") == "any", ReadItems(item, language), ShortText(item, language),
        Options(item, language), Units(item, language))
    {
        Limits = [.. Questionnaire.LimitsOf(item)],
        Repeats = item.TryGetProperty("repeats", out var repeats) && repeats.ValueKind is JsonValueKind.True,
    };

    private static string? ShortText(JsonElement item, string language) =>
        Extensions(item, ShortTextUrl).Select(e => Worded(e, "valueString", language)).FirstOrDefault();

    private static Dictionary<string, string> Options(JsonElement item, string language) =>
        !item.TryGetProperty("answerOption", out var options) ? []
        : ByCode(options.EnumerateArray(), language);

    private static Dictionary<string, string> Units(JsonElement item, string language) => ByCode(Extensions(item, UnitOptionUrl), language);

    private static Dictionary<string, string> ByCode(IEnumerable<JsonElement> holders, string language) => holders
        .Select(h => h.TryGetProperty("valueCoding", out var coding) ? (Code: Text(coding, "code"), Shown: Worded(coding, "display", language)) : default)
        .Where(c => c.Code is not null && c.Shown is not null).DistinctBy(c => c.Code).ToDictionary(c => c.Code!, c => c.Shown!);

    private static IEnumerable<JsonElement> Extensions(JsonElement element, string url) =>
        element.TryGetProperty("extension", out var extensions) ? extensions.EnumerateArray().Where(e => Text(e, "url") == url) : [];

    private static string? Worded(JsonElement element, string name, string language) => Wording.Of(element, name)?.In(language);

    private static HashSet<string> RedFlagOptions(JsonElement item) =>
        !item.TryGetProperty("answerOption", out var options) ? []
        : [.. options.EnumerateArray().Where(o => Extension(o, "red-flag", "valueCode") is not null)
            .Select(o => o.TryGetProperty("valueCoding", out var coding) ? Text(coding, "code") ?? "" : "")];

    private static List<FormCondition> EnableWhen(JsonElement item) =>
        !item.TryGetProperty("enableWhen", out var conditions) ? []
        : [.. conditions.EnumerateArray().Select(c => new FormCondition(
            Text(c, "question") ?? "", Text(c, "operator") ?? "",
            c.EnumerateObject().Where(p => p.Name.StartsWith("answer", StringComparison.Ordinal)).Select(p => AnswerValue.Code(p.Value)).FirstOrDefault() ?? ""))];

    internal static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    internal static string? Extension(JsonElement element, string name, string value)
    {
        if (!element.TryGetProperty("extension", out var extensions))
        {
            return null;
        }

        var found = extensions.EnumerateArray().FirstOrDefault(e => Text(e, "url") == Ext + name);
        return found.ValueKind is JsonValueKind.Object && found.TryGetProperty(value, out var held) ? held.ToString() : null;
    }

    private static bool Flag(JsonElement element, string name) => Extension(element, name, "valueBoolean") is "True" or "true";
}

/// <param name="Answer">The code, or the plain value, that is compared.</param>
public sealed record FormCondition(string Question, string Operator, string Answer);

/// <param name="Options">Choices by code, in words.</param>
/// <param name="Units">Units by code, in words.</param>
public sealed record FormItem(
    string LinkId, string Type, string Text, bool RequiredAsked, bool RedFlag, string? Slot, Laterality Laterality,
    IReadOnlySet<string> RedFlagOptions, IReadOnlyList<FormCondition> EnableWhen, bool EnableAny, IReadOnlyList<FormItem> Items, string? ShortText,
    IReadOnlyDictionary<string, string> Options, IReadOnlyDictionary<string, string> Units)
{
    /// <summary>Several of its choices may be ticked.</summary>
    public bool Repeats { get; init; }

    /// <summary>Measures that are a red flag.</summary>
    public IReadOnlyList<MeasuredLimit> Limits { get; init; } = [];

    public bool IsGroup => Type == "group";

    public IEnumerable<FormItem> WithChildren() => Items.SelectMany(i => i.WithChildren()).Prepend(this);
}
