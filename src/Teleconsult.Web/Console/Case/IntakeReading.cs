using System.Globalization;
using System.Text.Json;
using Teleconsult.Domain.Intake;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Case;

public enum AnswerKind
{
    Plain = 0,
    RedFlag = 1,
    Missing = 2,
}

/// <param name="Brief">A word or two for the missing strip, where the form gives them.</param>
public sealed record AnswerLine(string LinkId, string Label, string Value, AnswerKind Kind, string? Brief = null);

public sealed record AnswerSection(string Title, IReadOnlyList<AnswerLine> Lines);

/// <summary>
/// A QuestionnaireResponse as a specialist reads it: in the order of its form, with what is a red flag and what is missing.
/// Nothing of a form is written in code.
/// </summary>
public sealed class IntakeReading
{
    private readonly Dictionary<string, AnswerValue> _given = [];
    private readonly Words _words;

    private IntakeReading(Words words) => _words = words;

    public string? Impression { get; private set; }
    public string? Plan { get; private set; }

    /// <summary>The number under which the requester is reached now, where the form asks for it.</summary>
    public string? CallBack { get; private set; }

    /// <summary>What was answered in words, by linkId.</summary>
    public IReadOnlyDictionary<string, string> Values { get; private set; } = new Dictionary<string, string>();
    public IReadOnlyList<AnswerSection> Sections { get; private set; } = [];
    public IReadOnlyList<string> RedFlags { get; private set; } = [];
    public IReadOnlyList<string> Missing { get; private set; } = [];

    public static IntakeReading Of(IntakeForm? form, JsonElement answers, IReadOnlySet<string> photographedSlots, Words words)
    {
        var reading = new IntakeReading(words);
        reading.Collect(answers);
        reading.Impression = reading.Value(form, "impression");
        reading.Plan = reading.Value(form, "plan");
        reading.CallBack = reading.Value(form, "call-back");
        reading.Sections = form is null ? [] : [.. form.Items.Where(i => i.IsGroup && i.LinkId is not ("photos" or "ask")).Select(reading.Section).Where(s => s.Lines.Count > 0)];
        var lines = reading.Sections.SelectMany(s => s.Lines).ToList();
        reading.Values = lines.Where(l => l.Kind is not AnswerKind.Missing).DistinctBy(l => l.LinkId).ToDictionary(l => l.LinkId, l => l.Value);
        var lists = form?.Items.SelectMany(i => i.WithChildren()).Where(i => i.Repeats).Select(i => i.LinkId).ToHashSet() ?? [];
        reading.RedFlags = [.. lines.Where(l => l.Kind is AnswerKind.RedFlag).Select(l => Flag(l, lists.Contains(l.LinkId), words))];
        var slots = form?.Items.SelectMany(i => i.WithChildren()).Where(i => i.Slot is not null && i.RequiredAsked && reading.IsEnabled(i) && !photographedSlots.Contains(i.Slot)).Select(i => i.Text) ?? [];
        reading.Missing = [.. lines.Where(l => l.Kind is AnswerKind.Missing).Select(l => l.Brief ?? l.Label.TrimEnd('?', ' ', '\u00a0')).Concat(slots)];
        return reading;
    }

    /// <summary>As it stands alone: a yes by its question, the signs of a list by themselves, any other answer with its question.</summary>
    private static string Flag(AnswerLine line, bool ofList, Words words)
    {
        var name = (line.Brief ?? line.Label).TrimEnd('?', ' ', '\u00a0');
        return line.Value == words["intake.yes"] ? name : ofList ? line.Value : words.Say("answer.within", ("group", name), ("label", line.Value));
    }

    private string? Value(IntakeForm? form, string linkId) =>
        _given.TryGetValue(linkId, out var given) && given.Values.Count > 0 ? Say(given, form?.Items.SelectMany(i => i.WithChildren()).FirstOrDefault(i => i.LinkId == linkId)) : null;

    private void Collect(JsonElement parent)
    {
        if (!parent.TryGetProperty("item", out var items))
        {
            return;
        }

        foreach (var item in items.EnumerateArray())
        {
            if (IntakeForm.Text(item, "linkId") is { } linkId)
            {
                _given[linkId] = AnswerValue.Read(item);
            }

            Collect(item);
        }
    }

    private AnswerSection Section(FormItem group) => new(group.Text, [.. LinesOf(group, null)]);

    private IEnumerable<AnswerLine> LinesOf(FormItem group, string? prefix)
    {
        foreach (var item in group.Items.Where(i => IsEnabled(i) && i.LinkId != "question")) // it stands above them all
        {
            if (item.IsGroup)
            {
                foreach (var line in LinesOf(item, item.Text))
                {
                    yield return line;
                }
            }
            else if (LineOf(item, prefix) is { } line)
            {
                yield return line;
            }
        }
    }

    private AnswerLine? LineOf(FormItem item, string? prefix)
    {
        var label = prefix is null ? item.Text : _words.Say("answer.within", ("group", prefix), ("label", item.Text));
        if (_given.TryGetValue(item.LinkId, out var given) && given.Values.Count > 0)
        {
            var flagged = given.Codes.Any(item.RedFlagOptions.Contains) || (item.RedFlag && given.Codes.Contains("true")) || item.Limits.Any(given.Holds);
            return new AnswerLine(item.LinkId, label, Say(given, item), flagged ? AnswerKind.RedFlag : AnswerKind.Plain, item.ShortText);
        }

        var absent = given?.Absent;
        return absent is not null ? new AnswerLine(item.LinkId, label, _words["intake.absent." + absent], AnswerKind.Missing, item.ShortText)
            : item.RequiredAsked ? new AnswerLine(item.LinkId, label, _words["intake.absent.blank"], AnswerKind.Missing, item.ShortText)
            : null;
    }

    private string Say(AnswerValue given, FormItem? item) => string.Join(", ", given.Values.Select(v => Show(v.Name, v.Value, item)));

    /// <summary>What has a code is said in the form's words: the answer itself carries those of the phone that gave it.</summary>
    private string Show(string type, JsonElement value, FormItem? item) => type switch
    {
        "valueBoolean" => _words[value.GetBoolean() ? "intake.yes" : "intake.no"],
        "valueCoding" => Named(item?.Options, value) ?? IntakeForm.Text(value, "display") ?? IntakeForm.Text(value, "code") ?? "",
        "valueQuantity" => $"{Number(value)} {Named(item?.Units, value) ?? IntakeForm.Text(value, "unit") ?? IntakeForm.Text(value, "code")}".Trim(),
        "valueDate" => DateOnly.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var date) ? date.ToString("d MMM yyyy", _words.Culture) : value.ToString(),
        "valueDecimal" => Decimal(value),
        _ => value.ToString(),
    };

    private static string? Named(IReadOnlyDictionary<string, string>? words, JsonElement value) =>
        words is not null && IntakeForm.Text(value, "code") is { } code && words.TryGetValue(code, out var named) ? named : null;

    private string Number(JsonElement quantity) => quantity.TryGetProperty("value", out var number) ? Decimal(number) : "";

    /// <summary>With the reader's decimal sign and as many digits as were given.</summary>
    private string Decimal(JsonElement number) => number.TryGetDecimal(out var value) ? value.ToString(_words.Culture) : number.ToString();

    // FHIR R4 Questionnaire.item.enableWhen: "all" unless enableBehavior says "any".
    private bool IsEnabled(FormItem item)
    {
        if (item.EnableWhen.Count == 0)
        {
            return true;
        }

        return item.EnableAny ? item.EnableWhen.Any(Holds) : item.EnableWhen.All(Holds);
    }

    private bool Holds(FormCondition condition)
    {
        var codes = _given.TryGetValue(condition.Question, out var given) ? given.Codes : [];
        return condition.Operator switch
        {
            "exists" => codes.Count > 0 == (condition.Answer is "true"),
            "=" => codes.Contains(condition.Answer),
            "!=" => !codes.Contains(condition.Answer),
            _ => codes.Any(c => Compare(c, condition)),
        };
    }

    private static bool Compare(string given, FormCondition condition) =>
        decimal.TryParse(given, NumberStyles.Number, CultureInfo.InvariantCulture, out var left)
        && decimal.TryParse(condition.Answer, NumberStyles.Number, CultureInfo.InvariantCulture, out var right)
        && condition.Operator switch { ">" => left > right, "<" => left < right, ">=" => left >= right, "<=" => left <= right, _ => false };
}

/// <summary>What was answered to one item: values to show and codes to compare.</summary>
internal sealed record AnswerValue(IReadOnlyList<JsonProperty> Values, IReadOnlyList<string> Codes, string? Absent)
{
    public static AnswerValue Read(JsonElement item)
    {
        var absent = IntakeForm.Extension(item, "absent", "valueCode");
        if (!item.TryGetProperty("answer", out var answers))
        {
            return new([], [], absent);
        }

        var values = answers.EnumerateArray().SelectMany(a => a.EnumerateObject().Where(p => p.Name.StartsWith("value", StringComparison.Ordinal))).ToList();
        return new(values, [.. values.Select(v => Code(v.Value))], absent);
    }

    /// <summary>A measure within limits.</summary>
    public bool Holds(MeasuredLimit limit) => Values.Any(v => v.Name == "valueQuantity" && limit.HoldsQuantity(v.Value));

    /// <summary>What conditions compare: a coding's code, a quantity's number, else the plain value.</summary>
    public static string Code(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when IntakeForm.Text(value, "code") is { } code && !value.TryGetProperty("value", out _) => code,
        JsonValueKind.Object when value.TryGetProperty("value", out var number) => number.ToString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToString(),
    };
}
