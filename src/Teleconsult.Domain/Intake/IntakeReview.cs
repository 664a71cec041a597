using System.Text.Json;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Domain.Intake;

/// <summary>
/// What the rules read out of the answers (a FHIR R4 QuestionnaireResponse): the question, what was not given, and the red
/// flags. Pure; the phone computes the same, the server decides.
/// </summary>
/// <param name="Missing">linkIds of items worth asking for that have no answer; what the other answers leave out is not missing.</param>
/// <param name="RedFlags">linkIds of items whose answer raises urgency.</param>
/// <param name="Floor">The least urgency that the form itself and the red flags allow.</param>
public sealed record IntakeReview(string Question, IReadOnlyList<string> Missing, IReadOnlyList<string> RedFlags, Urgency Floor)
{
    /// <summary>The red flags with the option that raised each, <c>linkId#code</c>: for <see cref="Questionnaire.LabelOf"/>.</summary>
    public IReadOnlyList<string> Raised { get; init; } = [];

    /// <summary>Codes of what is wished of whoever answers, for routing: for example <c>female</c>.</summary>
    public IReadOnlyList<string> Wishes { get; init; } = [];

    /// <exception cref="RuleViolation">
    /// <c>answers.invalid</c> (argument <c>linkId</c>): no response of this template, or an item that it does not know;
    /// <c>question.required</c>: no question was asked.
    /// </exception>
    public static IntakeReview Of(Questionnaire template, JsonElement response)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (response.ValueKind is not JsonValueKind.Object
            || !response.TryGetProperty("resourceType", out var type) || String(type) != "QuestionnaireResponse"
            || (response.TryGetProperty("questionnaire", out var canonical) && String(canonical) != template.Canonical))
        {
            throw Invalid("questionnaire");
        }

        if (!IsReadable(response))
        {
            throw Invalid("item");
        }

        var answers = new Dictionary<string, List<JsonElement>>();
        Collect(response, answers, 0);
        var known = template.Items.Select(i => i.LinkId).ToHashSet();
        if (answers.Keys.FirstOrDefault(k => !known.Contains(k)) is { } stranger)
        {
            throw Invalid(stranger.Length > 64 ? stranger[..64] : stranger);
        }

        var question = answers.TryGetValue("question", out var asked) && asked.Count > 0 ? Text(asked[0]) : null;
        if (string.IsNullOrWhiteSpace(question))
        {
            throw new RuleViolation("question.required");
        }

        return Weigh(template, answers, question.Trim());
    }

    private static IntakeReview Weigh(Questionnaire template, Dictionary<string, List<JsonElement>> answers, string question)
    {
        var missing = new List<string>();
        var flags = new List<string>();
        var raised = new List<string>();
        var wishes = new List<string>();
        var floor = template.Nature;
        var asked = new AskedItems(template, answers);
        foreach (var item in template.Items.Where(i => i.Type is not ("group" or "display" or "attachment")))
        {
            var given = answers.GetValueOrDefault(item.LinkId) ?? [];
            if (given.Count == 0 && item.Asked && asked.IsAsked(item.LinkId))
            {
                missing.Add(item.LinkId);
            }

            wishes.AddRange(item.Wishes.Where(w => given.Exists(v => Chooses(v, w.Key))).Select(w => w.Value));
            foreach (var flag in item.RedFlags.Where(f => given.Exists(v => Raises(v, f))))
            {
                if (!flags.Contains(item.LinkId))
                {
                    flags.Add(item.LinkId);
                }

                var key = flag.Option is null ? item.LinkId : $"{item.LinkId}#{flag.Option}";
                if (!raised.Contains(key))
                {
                    raised.Add(key);
                }

                floor = flag.Floor > floor ? flag.Floor : floor;
            }
        }

        return new IntakeReview(question, missing, flags, floor) { Raised = raised, Wishes = wishes };
    }

    private static bool Raises(JsonElement answer, RedFlag flag) =>
        flag.At is { } limit ? limit.Holds(answer)
        : flag.Option is null
            ? answer.TryGetProperty("valueBoolean", out var yes) && yes.ValueKind is JsonValueKind.True
            : Chooses(answer, flag.Option);

    private static bool Chooses(JsonElement answer, string option) =>
        Text(answer) == option
        || (answer.TryGetProperty("valueCoding", out var coding) && coding.ValueKind is JsonValueKind.Object
            && coding.TryGetProperty("code", out var code) && String(code) == option);

    /// <summary>The code of a choice; null for any other kind of answer.</summary>
    internal static string? CodeOf(JsonElement answer) =>
        answer.TryGetProperty("valueCoding", out var coding) && coding.ValueKind is JsonValueKind.Object && coding.TryGetProperty("code", out var code) ? String(code) : null;

    private static string? Text(JsonElement answer) => answer.TryGetProperty("valueString", out var text) ? String(text) : null;

    /// <summary>Null for what is no string, or holds half a character (a lone surrogate), which no storage keeps.</summary>
    private static string? String(JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsReadable(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => String(element) is not null,
        JsonValueKind.Array => element.EnumerateArray().All(IsReadable),
        JsonValueKind.Object => element.EnumerateObject().All(p => IsReadable(p.Value)),
        _ => true,
    };

    /// <summary>The answers by linkId, wherever FHIR lets them stand. Empty for what is no response.</summary>
    internal static IReadOnlyDictionary<string, List<JsonElement>> AnswersOf(JsonElement response)
    {
        var answers = new Dictionary<string, List<JsonElement>>();
        if (response.ValueKind is JsonValueKind.Object && IsReadable(response))
        {
            Collect(response, answers, 0);
        }

        return answers;
    }

    private static void Collect(JsonElement parent, Dictionary<string, List<JsonElement>> into, int depth)
    {
        if (!parent.TryGetProperty("item", out var items))
        {
            return;
        }

        if (depth > 10 || items.ValueKind is not JsonValueKind.Array)
        {
            throw Invalid("item");
        }

        foreach (var item in items.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.Object || !item.TryGetProperty("linkId", out var id) || String(id) is not { } linkId)
            {
                throw Invalid("item");
            }

            if (!into.TryGetValue(linkId, out var values))
            {
                into[linkId] = values = [];
            }

            if (item.TryGetProperty("answer", out var answers) && answers.ValueKind is JsonValueKind.Array)
            {
                foreach (var answer in answers.EnumerateArray().Where(a => a.ValueKind is JsonValueKind.Object))
                {
                    values.Add(answer);
                    Collect(answer, into, depth + 1); // FHIR lets items stand below an answer too
                }
            }

            Collect(item, into, depth + 1);
        }
    }

    private static RuleViolation Invalid(string linkId) => new("answers.invalid", ("linkId", linkId));
}
