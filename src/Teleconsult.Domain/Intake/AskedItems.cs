using System.Text.Json;

namespace Teleconsult.Domain.Intake;

/// <summary>
/// When an item is asked at all: FHIR R4 <c>enableWhen</c> (hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen).
/// </summary>
/// <param name="Operator">exists, =, !=, &gt;, &lt;, &gt;= or &lt;=.</param>
/// <param name="Answer">The value to compare with, as the form has it: <c>answerBoolean</c>, <c>answerCoding</c> ...</param>
public sealed record EnableWhen(string Question, string Operator, JsonElement Answer);

/// <summary>Which items of a form are asked with these answers; the phone shows exactly those (<c>field/intake/form.ts</c>).</summary>
internal sealed class AskedItems(Questionnaire template, IReadOnlyDictionary<string, List<JsonElement>> answers)
{
    private readonly Dictionary<string, QuestionItem> _items = template.Items.ToDictionary(i => i.LinkId);
    private readonly Dictionary<string, bool> _decided = [];

    /// <summary>Its own condition and those of all its parents hold.</summary>
    public bool IsAsked(string linkId)
    {
        if (_decided.TryGetValue(linkId, out var known))
        {
            return known;
        }

        _decided[linkId] = false; // a circle of conditions asks nothing
        return _decided[linkId] = _items.TryGetValue(linkId, out var item) && (item.Parent is null || IsAsked(item.Parent)) && ConditionsHold(item);
    }

    private bool ConditionsHold(QuestionItem item) =>
        item.Conditions.Count == 0 || (item.AnyCondition ? item.Conditions.Any(Holds) : item.Conditions.All(Holds));

    // An item that is not asked counts as unanswered; with several answers one that matches is enough; without one no comparison holds.
    private bool Holds(EnableWhen condition)
    {
        var given = IsAsked(condition.Question) ? answers.GetValueOrDefault(condition.Question) ?? [] : [];
        return condition.Operator == "exists"
            ? given.Exists(HasValue) == (condition.Answer.ValueKind is JsonValueKind.True)
            : given.Exists(value => ValueOf(value) is { } plain && Compares(plain, condition));
    }

    private static bool Compares(JsonElement value, EnableWhen condition) => condition.Operator switch
    {
        "=" => Same(value, condition.Answer),
        "!=" => !Same(value, condition.Answer),
        ">" => Order(value, condition.Answer) > 0,
        "<" => Order(value, condition.Answer) < 0,
        ">=" => Order(value, condition.Answer) >= 0,
        "<=" => Order(value, condition.Answer) <= 0,
        _ => false,
    };

    private static bool HasValue(JsonElement answer) =>
        ValueOf(answer) is { } value && (value.ValueKind is not JsonValueKind.String || !string.IsNullOrWhiteSpace(value.GetString()));

    private static JsonElement? ValueOf(JsonElement answer)
    {
        foreach (var property in answer.EnumerateObject())
        {
            if (property.Name.StartsWith("value", StringComparison.Ordinal))
            {
                return property.Value;
            }
        }

        return null;
    }

    // Codes by system and code, quantities by value and unit.
    private static bool Same(JsonElement a, JsonElement b)
    {
        if (a.ValueKind is JsonValueKind.Object && b.ValueKind is JsonValueKind.Object)
        {
            return Part(a, "code") == Part(b, "code") && Part(a, "value") == Part(b, "value")
                && (Part(a, "system") is not { } system || Part(b, "system") is not { } other || system == other);
        }

        return a.ValueKind is JsonValueKind.Number && b.ValueKind is JsonValueKind.Number
            ? a.TryGetDecimal(out var x) && b.TryGetDecimal(out var y) && x == y
            : a.ValueKind == b.ValueKind && a.ToString() == b.ToString();
    }

    /// <summary>Null for what has no order.</summary>
    private static int? Order(JsonElement a, JsonElement b)
    {
        if (a.ValueKind is JsonValueKind.Object && b.ValueKind is JsonValueKind.Object && a.TryGetProperty("value", out var left) && b.TryGetProperty("value", out var right))
        {
            return Order(left, right);
        }

        return (a.ValueKind, b.ValueKind) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) => a.TryGetDecimal(out var x) && b.TryGetDecimal(out var y) ? x.CompareTo(y) : null,
            (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(a.GetString(), b.GetString()), // dates, written from the year on
            _ => null,
        };
    }

    private static string? Part(JsonElement value, string name) => value.TryGetProperty(name, out var part) ? part.ToString() : null;
}
