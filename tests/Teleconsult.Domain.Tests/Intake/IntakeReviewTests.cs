using System.Text.Json;
using System.Text.Json.Nodes;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Intake;
using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Domain.Tests.Intake;

/// <summary>The rules over the answers, against the templates that this build really carries.</summary>
public sealed class IntakeReviewTests
{
    private static readonly Questionnaire Skin = Template("general-dermatology");
    private static readonly Questionnaire Eyes = Template("diabetic-retinopathy");
    private static readonly Questionnaire Foot = Template("diabetic-foot");

    /// <summary>Every form of this build, in every version.</summary>
    private static readonly Questionnaire[] All = [.. Directory.EnumerateFiles(Path.Combine(Tests.Photos.Corpus.Repository, "wwwroot", "intake"), "*.json").Order()
        .Select(f => Questionnaire.Parse(JsonDocument.Parse(File.ReadAllText(f)).RootElement))];

    private static string FileOf(Questionnaire form) => form.Canonical[(form.Canonical.LastIndexOf('/') + 1)..].Replace('|', '-');

    public static TheoryData<string, string, string> RedFlags()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var template in All)
        {
            foreach (var item in template.Items)
            {
                foreach (var flag in item.RedFlags.Where(f => f.At is null))
                {
                    rows.Add(FileOf(template), item.LinkId, $"{flag.Option}:{flag.Floor}");
                }
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(RedFlags))]
    public void Each_red_flag_raises_to_its_floor(string template, string linkId, string flag)
    {
        var (option, floor) = (flag.Split(':')[0], Enum.Parse<Urgency>(flag.Split(':')[1]));
        JsonNode answer = option.Length == 0 ? new JsonObject { ["valueBoolean"] = true } : new JsonObject { ["valueCoding"] = new JsonObject { ["code"] = option } };
        var form = All.Single(f => FileOf(f) == template);
        var review = Review(form, Item("question", Said("Is it dangerous?")), Item(linkId, answer));

        Assert.Equal(floor > form.Nature ? floor : form.Nature, review.Floor);
        Assert.Equal([linkId], review.RedFlags);
        Assert.DoesNotContain(linkId, review.Missing);
    }

    [Theory]
    [InlineData("""{ "question": "b", "operator": "=", "answerCoding": { "code": "yes" } }""", """{ "valueCoding": { "system": "s", "code": "yes" } }""", true)]
    [InlineData("""{ "question": "b", "operator": "=", "answerCoding": { "code": "yes" } }""", """{ "valueCoding": { "code": "no" } }""", false)]
    [InlineData("""{ "question": "b", "operator": "!=", "answerCoding": { "code": "yes" } }""", """{ "valueCoding": { "code": "no" } }""", true)]
    [InlineData("""{ "question": "b", "operator": "=", "answerCoding": { "code": "yes" } }""", null, false)]
    [InlineData("""{ "question": "b", "operator": "!=", "answerCoding": { "code": "yes" } }""", null, false)] // without an answer no comparison holds
    [InlineData("""{ "question": "b", "operator": "exists", "answerBoolean": true }""", """{ "valueString": "x" }""", true)]
    [InlineData("""{ "question": "b", "operator": "exists", "answerBoolean": true }""", """{ "valueString": "  " }""", false)]
    [InlineData("""{ "question": "b", "operator": "exists", "answerBoolean": false }""", null, true)]
    [InlineData("""{ "question": "b", "operator": "=", "answerBoolean": true }""", """{ "valueBoolean": true }""", true)]
    [InlineData("""{ "question": "b", "operator": ">", "answerInteger": 4 }""", """{ "valueInteger": 5 }""", true)]
    [InlineData("""{ "question": "b", "operator": ">", "answerInteger": 4 }""", """{ "valueDecimal": 4.0 }""", false)]
    [InlineData("""{ "question": "b", "operator": "<=", "answerDate": "2026-03-01" }""", """{ "valueDate": "2026-02-28" }""", true)]
    [InlineData("""{ "question": "b", "operator": ">", "answerInteger": 4 }""", """{ "valueString": "many" }""", false)]
    [InlineData("""{ "question": "a", "operator": "=", "answerBoolean": true }""", null, false)] // asks about itself: a circle asks nothing
    public void What_the_other_answers_leave_out_is_not_missing(string condition, string? given, bool asked)
    {
        var form = Questionnaire.Parse(JsonDocument.Parse($$"""
            { "url": "https://x/Questionnaire/t", "version": "1", "title": "T", "item": [
              { "linkId": "question", "text": "?", "type": "text", "required": true },
              { "linkId": "b", "text": "B", "type": "string" },
              { "linkId": "g", "text": "G", "type": "group", "enableWhen": [ {{condition}} ], "item": [ { "linkId": "a", "text": "A", "type": "string", {{Asks}} } ] },
              { "linkId": "n", "text": "N", "type": "string", {{Asks}}, "enableBehavior": "any",
                "enableWhen": [ {{condition}}, { "question": "a", "operator": "exists", "answerBoolean": true } ] } ] }
            """).RootElement);
        var answers = given is null ? [Item("question", Said("?"))] : new[] { Item("question", Said("?")), Item("b", JsonNode.Parse(given)!) };

        Assert.Equal(asked ? ["a", "n"] : [], Review(form, answers).Missing);
    }

    private const string Asks = """ "extension": [ { "url": "https://teleconsult.example/ext/required-asked", "valueBoolean": true } ] """;

    [Fact]
    public void A_foot_that_is_not_asked_about_misses_nothing()
    {
        var missing = Review(Foot, Item("question", Said("?"))).Missing;

        Assert.All(Foot.Items.Where(i => i.Conditions.Any(c => c.Operator == "exists" && c.Answer.ValueKind is JsonValueKind.True)), i => Assert.DoesNotContain(i.LinkId, missing));
    }

    public static TheoryData<string, string, string, string, decimal> Measures()
    {
        var rows = new TheoryData<string, string, string, string, decimal>();
        foreach (var (form, item) in All.SelectMany(f => f.Items.Select(i => (f, i))))
        {
            foreach (var flag in item.RedFlags.Where(f => f.At is not null))
            {
                rows.Add(FileOf(form), item.LinkId, flag.Floor.ToString(), flag.At!.Unit, (flag.At.From ?? flag.At.To)!.Value);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void A_measure_at_its_limit_raises_in_its_own_unit_alone(string template, string linkId, string floor, string unit, decimal limit)
    {
        var form = All.Single(f => FileOf(f) == template);
        var flag = form.Items.Single(i => i.LinkId == linkId).RedFlags.First(f => f.At?.Unit == unit && (f.At.From ?? f.At.To) == limit);
        IntakeReview Measured(decimal value, string code) => Review(
            form, Item("question", Said("?")), Item(linkId, new JsonObject { ["valueQuantity"] = new JsonObject { ["value"] = value, ["code"] = code } }));

        Assert.Equal(Enum.Parse<Urgency>(floor), Measured(limit, unit).Floor);
        Assert.Equal([linkId], Measured(limit, unit).Raised);
        Assert.Empty(Measured(flag.At!.From is null ? limit + 0.01m : limit - 0.01m, unit).RedFlags);
        Assert.Empty(Measured(limit, "none").RedFlags);
    }

    [Theory]
    [InlineData("en", "Depth: Down to bone or into a joint")]
    [InlineData("fr", "Profondeur\u00a0: Jusqu’à l’os ou dans une articulation")]
    public void A_flag_that_stands_alone_names_its_question(string language, string label)
    {
        Assert.Equal(label, Foot.LabelOf("wound-depth#bone", language));
        Assert.StartsWith(language == "en" ? "Black or dead" : "Tissu noir", Foot.LabelOf("danger-signs#gangrene", language), StringComparison.Ordinal);
    }

    [Fact]
    public void The_highest_of_several_flags_counts()
    {
        var review = Review(
            Eyes, Item("question", Said("?")),
            Item("danger-signs", Coded("worse-sight"), Coded("sudden-loss")));

        Assert.Equal(Urgency.Urgent, review.Floor);
        Assert.Equal(["danger-signs"], review.RedFlags);
    }

    [Fact]
    public void A_flag_counts_wherever_FHIR_lets_it_stand()
    {
        // An item may lie in a group or below an answer (hl7.org/fhir/R4/questionnaireresponse.html, item.answer.item).
        var flag = Item("danger-signs", Coded("purpura"));
        var inGroup = new JsonObject { ["linkId"] = "danger", ["item"] = new JsonArray(flag.DeepClone()) };
        var belowAnswer = Item("question", new JsonObject { ["valueString"] = "?", ["item"] = new JsonArray(flag.DeepClone()) });

        Assert.Equal(Urgency.Emergency, Review(Skin, Item("question", Said("?")), inGroup).Floor);
        Assert.Equal(Urgency.Emergency, Review(Skin, belowAnswer).Floor);
    }

    [Fact]
    public void What_was_not_given_is_named()
    {
        var review = Review(Skin, Item("question", Said("What is it?")), Item("fever", new JsonObject { ["valueBoolean"] = false }));

        Assert.Equal("What is it?", review.Question);
        Assert.Contains("impression", review.Missing);
        Assert.DoesNotContain("fever", review.Missing); // "no" is an answer
        Assert.DoesNotContain("photo-overview", review.Missing); // photos are counted by themselves
        Assert.Equal(Urgency.Routine, review.Floor);
    }

    [Theory]
    [InlineData("   ")]
    [InlineData("")]
    public void A_question_has_to_be_asked(string question) => Refuses("question.required", null, Response(Item("question", Said(question))));

    [Fact]
    public void A_response_without_any_item_asks_nothing() => Refuses("question.required", null, """{"resourceType":"QuestionnaireResponse"}""");

    [Theory]
    [InlineData("[]", "questionnaire")]
    [InlineData("null", "questionnaire")]
    [InlineData("""{"resourceType":"Patient"}""", "questionnaire")]
    [InlineData("""{"resourceType":7}""", "questionnaire")]
    [InlineData("""{"resourceType":"QuestionnaireResponse","questionnaire":"https://example.org/other|1"}""", "questionnaire")]
    [InlineData("""{"resourceType":"QuestionnaireResponse","questionnaire":7}""", "questionnaire")]
    [InlineData("""{"resourceType":"QuestionnaireResponse","item":{}}""", "item")]
    [InlineData("""{"resourceType":"QuestionnaireResponse","item":[7]}""", "item")]
    [InlineData("""{"resourceType":"QuestionnaireResponse","item":[{"linkId":7}]}""", "item")]
    [InlineData("""{"resourceType":"QuestionnaireResponse","item":[{"linkId":"\ud800"}]}""", "item")]
    [InlineData("""{"resourceType":"QuestionnaireResponse","item":[{"linkId":"no-such-item"}]}""", "no-such-item")]
    [InlineData("""{"resourceType":"QuestionnaireResponse","item":[{"linkId":"question","answer":[{"valueString":"\udc00"}]}]}""", "item")]
    public void What_is_no_response_of_this_template_is_refused_by_its_item(string json, string linkId) => Refuses("answers.invalid", linkId, json);

    [Fact]
    public void A_response_that_is_nested_without_end_is_refused()
    {
        var item = Item("question", Said("?"));
        for (var i = 0; i < 20; i++)
        {
            item = new JsonObject { ["linkId"] = "ask", ["item"] = new JsonArray(item) };
        }

        Refuses("answers.invalid", "item", Response(item));
    }

    [Fact]
    public void A_strange_item_is_named_by_at_most_64_letters() =>
        Refuses("answers.invalid", new string('x', 64), Response(Item(new string('x', 500), Said("?"))));

    [Theory]
    [InlineData("R-mac", Laterality.Right)]
    [InlineData("R-disc", Laterality.Right)]
    [InlineData("L-mac", Laterality.Left)]
    [InlineData("L-disc", Laterality.Left)]
    public void An_eyes_slot_knows_its_side(string slot, Laterality side) => Assert.Equal(side, Eyes.RequireSlot(slot).Laterality);

    [Fact]
    public void A_slot_of_another_template_is_refused()
    {
        var refused = Assert.Throws<RuleViolation>(() => Skin.RequireSlot("R-mac"));
        Assert.Equal(("photo.slot-unknown", "R-mac"), (refused.Code, refused.Arguments["slot"]));
    }

    [Fact]
    public void Every_template_asks_a_question_and_names_its_slots_once()
    {
        foreach (var template in All)
        {
            Assert.Contains(template.Items, i => i is { LinkId: "question", Required: true });
            Assert.Equal(template.Items.Count, template.Items.Select(i => i.LinkId).Distinct().Count());
            Assert.Equal(template.Slots.Count, template.Slots.Select(s => s.Slot).Distinct().Count());
            Assert.All(template.Items.SelectMany(i => i.RedFlags), f => Assert.True(f.Floor > Urgency.Routine));
        }
    }

    private static void Refuses(string code, string? linkId, string json)
    {
        using var document = JsonDocument.Parse(json);
        var refused = Assert.Throws<RuleViolation>(() => IntakeReview.Of(Skin, document.RootElement));
        Assert.Equal(code, refused.Code);
        Assert.Equal(linkId, refused.Arguments.GetValueOrDefault("linkId"));
    }

    private static IntakeReview Review(Questionnaire template, params JsonNode[] items)
    {
        using var document = JsonDocument.Parse(Response(items).Replace(Skin.Canonical, template.Canonical, StringComparison.Ordinal));
        return IntakeReview.Of(template, document.RootElement);
    }

    private static string Response(params JsonNode[] items) => new JsonObject
    {
        ["resourceType"] = "QuestionnaireResponse",
        ["questionnaire"] = Skin.Canonical,
        ["status"] = "completed",
        ["item"] = new JsonArray(items),
    }.ToJsonString();

    private static JsonObject Item(string linkId, params JsonNode[] answers) => new() { ["linkId"] = linkId, ["answer"] = new JsonArray(answers) };

    private static JsonObject Said(string text) => new() { ["valueString"] = text };

    private static JsonObject Coded(string code) => new() { ["valueCoding"] = new JsonObject { ["code"] = code } };

    private static Questionnaire Template(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Tests.Photos.Corpus.Repository, "wwwroot", "intake", $"{name}-1.0.0.json")));
        return Questionnaire.Parse(document.RootElement);
    }
}
