using System.Text.Json.Nodes;

namespace Teleconsult.Web.Tests.Support;

/// <summary>Valid bodies of the API's writes.</summary>
internal static class Bodies
{
    public const string Skin = "https://teleconsult.example/Questionnaire/general-dermatology|1.0.0";
    public const string Dermatology = "0195d3a0-0000-7000-8000-000000000021";
    public const string EyeClinic = "0195d3a0-0000-7000-8000-000000000022";

    /// <summary>The smallest thing that begins and ends like a JPEG; the server never decodes it.</summary>
    public const string Preview = "/9j/2Q==";

    public static JsonObject Submission(string? service = Dermatology, string question = "Dark mole, is it cancer?", string urgency = "routine", int photos = 0) => new()
    {
        ["patient"] = new JsonObject
        {
            ["id"] = Guid.CreateVersion7().ToString(),
            ["initials"] = "J.K.",
            ["givenName"] = "Jonathan",
            ["familyName"] = "Kariukison",
            ["age"] = new JsonObject { ["value"] = 58, ["unit"] = "a" },
            ["sex"] = "male",
            ["identifiers"] = new JsonArray(new JsonObject { ["system"] = "local", ["value"] = "RC-220417" }),
            ["phone"] = "0700555999",
            ["language"] = "en",
        },
        ["template"] = Skin,
        ["service"] = service,
        ["urgency"] = urgency,
        ["answers"] = Answers(question),
        ["consent"] = new JsonObject { ["share"] = true, ["how"] = "spoken", ["at"] = "2026-11-20T10:00:00Z" },
        ["photos"] = new JsonArray([.. Enumerable.Range(0, photos).Select(_ => Photo())]),
        ["notTaken"] = new JsonArray(new JsonObject { ["slot"] = "close", ["reason"] = "no light" }),
        ["startedAt"] = "2026-11-20T09:50:00Z",
        ["sentAt"] = "2026-11-20T10:00:00Z",
        ["appVersion"] = "1.0",
    };

    public static JsonObject Photo(string slot = "overview") => new()
    {
        ["id"] = Guid.CreateVersion7().ToString(),
        ["slot"] = slot,
        ["laterality"] = "none",
        ["bytes"] = 12345,
        ["sha256"] = new string('c', 64),
        ["width"] = 640,
        ["height"] = 480,
        ["takenAt"] = "2026-11-20T09:55:00Z",
        ["preview"] = Preview,
    };

    public static JsonObject Answers(string question) => new()
    {
        ["resourceType"] = "QuestionnaireResponse",
        ["questionnaire"] = Skin,
        ["status"] = "completed",
        ["item"] = new JsonArray(new JsonObject { ["linkId"] = "question", ["answer"] = new JsonArray(new JsonObject { ["valueString"] = question }) }),
    };

    public static JsonObject Message(string text) => new() { ["id"] = Guid.CreateVersion7().ToString(), ["text"] = text, ["language"] = "en" };

    public static JsonObject Request(string text, string? slot = null) => new() { ["id"] = Guid.CreateVersion7().ToString(), ["slot"] = slot, ["text"] = text };

    public static JsonObject Advice(string mostLikely = "Seborrhoeic keratosis") => new()
    {
        ["id"] = Guid.CreateVersion7().ToString(),
        ["content"] = new JsonObject
        {
            ["adequacy"] = "adequate",
            ["adequacyNote"] = null,
            ["mostLikely"] = mostLikely,
            ["confidence"] = "probable",
            ["differentials"] = new JsonArray("Naevus"),
            ["cannotExclude"] = null,
            ["actions"] = new JsonArray(new JsonObject { ["text"] = "Leave it alone", ["who"] = "you", ["by"] = "today" }),
            ["disposition"] = "manageLocally",
            ["safetyNet"] = "Come back if it bleeds",
            ["review"] = new JsonObject { ["value"] = 4, ["unit"] = "wk" },
            ["teachingPoint"] = "Stuck-on look",
            ["reference"] = null,
        },
        ["patientConfirmed"] = true,
    };

    public static JsonObject Close() => new() { ["outcome"] = "new", ["referral"] = "avoided", ["value"] = 5, ["feltRespected"] = true, ["comment"] = "thanks" };
}

/// <summary>The steps of a case at the API in short.</summary>
internal static class CaseSteps
{
    public static async Task<string> SubmitAsync(this Caller worker, JsonObject? body = null)
    {
        var id = Guid.CreateVersion7().ToString();
        (await worker.SendAsync(HttpMethod.Put, $"/api/consults/{id}", body ?? Bodies.Submission(), key: null)).Ok();
        return id;
    }

    public static async Task<long> ContentVersionAsync(this Caller caller, string consult) =>
        (await caller.GetAsync($"/api/consults/{consult}")).Ok()["contentVersion"]!.GetValue<long>();

    public static async Task<string> AdviseAsync(this Caller specialist, string consult, JsonObject? body = null)
    {
        var advice = body ?? Bodies.Advice();
        var seen = await specialist.ContentVersionAsync(consult);
        (await specialist.PostAsync($"/api/consults/{consult}/advice", advice, $"\"{seen}\"")).Ok();
        return advice["id"]!.ToString();
    }

    /// <summary>Asks until the answer is as wanted; fails when it never is.</summary>
    public static async Task<System.Text.Json.Nodes.JsonNode> UntilAsync(
        this Caller caller, string path, Func<System.Text.Json.Nodes.JsonNode, bool> wanted)
    {
        var until = Environment.TickCount64 + 30_000;
        while (true)
        {
            var body = (await caller.GetAsync(path)).Ok();
            if (wanted(body))
            {
                return body;
            }

            Xunit.Assert.True(Environment.TickCount64 < until, $"What was waited for did not come: {body}");
            await Task.Delay(50);
        }
    }
}
