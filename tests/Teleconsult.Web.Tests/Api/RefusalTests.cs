using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Api;

/// <summary>What the API refuses, how, and that nothing a client can send breaks it.</summary>
public sealed class RefusalTests(RunningHost host)
{
    public static TheoryData<string, string, string> WrongSubmissions() => new()
    {
        { "consent.share", "false", "consent.required" },
        { "consent", "null", "consent.required" },
        { "consent.how", "\"\"", "consent.required" },
        { "answers.item", "[]", "question.required" },
        { "answers.resourceType", "\"Patient\"", "answers.invalid" },
        { "answers", "null", "answers.invalid" },
        { "template", "\"https://teleconsult.example/Questionnaire/none|1\"", "template.unknown" },
        { "template", "null", "template.unknown" },
        { "service", "\"0195d3a0-0000-7000-8000-0000000000ff\"", "service.unknown" },
        { "service", $"\"{Bodies.EyeClinic}\"", "service.not-for-template" },
        { "patient", "null", "patient.incomplete" },
        { "patient.initials", "\" \"", "patient.incomplete" },
        { "patient.sex", "\"other\"", "patient.incomplete" },
        { "patient.age", "null", "patient.incomplete" },
        { "patient.age.value", "151", "patient.incomplete" },
        { "patient.age.unit", "\"days\"", "patient.incomplete" },
        { "patient.givenName", $"\"{new string('x', 201)}\"", "text.too-long" },
        { "photos.0.slot", "\"R-mac\"", "photo.slot-unknown" },
        { "photos.0.bytes", "26214401", "photo.too-large" },
        { "photos.0.bytes", "0", "photo.empty" },
        { "photos.0.sha256", "\"abc\"", "photo.no-hash" },
        { "photos.0.preview", $"\"{Convert.ToBase64String(new byte[17_000])}\"", "photo.preview-too-large" },
        { "photos.0.preview", "\"AAAA\"", "photo.preview-not-jpeg" },
    };

    [Theory]
    [InlineData("PUT", "/api/consults/{0}", null, 415, "body.type")]
    [InlineData("PUT", "/api/consults/{0}", "text/plain", 415, "body.type")]
    [InlineData("POST", "/api/consults/{0}/messages", null, 415, "body.type")]
    [InlineData("POST", "/api/consults/{0}/nothing", null, 404, "not-found")]
    [InlineData("DELETE", "/api/consults/{0}", null, 404, "not-found")]
    public async Task A_write_that_does_not_say_what_it_brings_is_told_so(string method, string path, string? type, int status, string code)
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var request = new HttpRequestMessage(new HttpMethod(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Guid.CreateVersion7()))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}")),
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (type is not null)
        {
            request.Content.Headers.ContentType = new(type);
        }

        using var answer = await worker.Http.SendAsync(request);
        (await Answer.ReadAsync(answer)).Refused(status, code);
    }

    [Theory]
    [MemberData(nameof(WrongSubmissions))]
    public async Task A_submission_that_cannot_be_says_what_is_wrong_and_stores_nothing(string path, string value, string code)
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        var body = Bodies.Submission(photos: 1);
        Set(body, path, value);
        var id = Guid.CreateVersion7();

        (await worker.SendAsync(HttpMethod.Put, $"/api/consults/{id}", body, key: null)).Refused(422, code);

        (await worker.GetAsync($"/api/consults/{id}")).Refused(404, "consult.not-found");
        (await worker.SendAsync(HttpMethod.Put, $"/api/consults/{id}", Bodies.Submission(), key: null)).Ok(); // and the id is still free
    }

    [Fact]
    public async Task Red_flags_and_the_requesters_own_word_raise_urgency()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        var body = Bodies.Submission(urgency: "routine");
        body["answers"]!["item"]!.AsArray().Add(new JsonObject
        {
            ["linkId"] = "danger-signs",
            ["answer"] = new JsonArray(new JsonObject { ["valueCoding"] = new JsonObject { ["code"] = "purpura" } }),
        });

        var consult = await worker.SubmitAsync(body);

        Assert.Equal("emergency", (await worker.GetAsync($"/api/consults/{consult}")).Ok()["urgency"]!.ToString());
    }

    [Fact]
    public async Task Whatever_is_missing_or_null_in_a_body_no_door_breaks()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var doctor = await Caller.SignInAsync(host, "dermatologist");
        using var coordinator = await Caller.SignInAsync(host, "coordinator");
        var consult = await worker.SubmitAsync(Bodies.Submission(photos: 1));
        (await doctor.PostAsync($"/api/consults/{consult}/claim", null)).Ok();
        var writes = new List<(Caller By, HttpMethod Method, Func<string> Path, JsonObject Body)>
        {
            (worker, HttpMethod.Put, () => $"/api/consults/{Guid.CreateVersion7()}", Bodies.Submission(photos: 1)),
            (worker, HttpMethod.Post, () => $"/api/consults/{consult}/messages", Bodies.Message("x")),
            (doctor, HttpMethod.Post, () => $"/api/consults/{consult}/requests", Bodies.Request("x", "overview")),
            (worker, HttpMethod.Post, () => $"/api/consults/{consult}/requests/{Guid.NewGuid()}/answer", new JsonObject { ["text"] = "x" }),
            (worker, HttpMethod.Post, () => $"/api/consults/{consult}/amendments", new JsonObject { ["answers"] = Bodies.Answers("x") }),
            (worker, HttpMethod.Put, () => $"/api/consults/{consult}/photos/{Guid.CreateVersion7()}", Bodies.Photo()),
            (doctor, HttpMethod.Post, () => $"/api/consults/{consult}/advice", Bodies.Advice()),
            (worker, HttpMethod.Post, () => $"/api/consults/{consult}/advice/{Guid.NewGuid()}/read", new JsonObject { ["patientConfirmed"] = true }),
            (worker, HttpMethod.Put, () => $"/api/consults/{consult}/advice/{Guid.NewGuid()}/actions/0", new JsonObject { ["outcome"] = "done", ["reason"] = "x" }),
            (worker, HttpMethod.Post, () => $"/api/consults/{consult}/close", Bodies.Close()),
            (doctor, HttpMethod.Post, () => $"/api/consults/{consult}/redirect", new JsonObject { ["service"] = "x" }),
            (coordinator, HttpMethod.Post, () => $"/api/consults/{consult}/allocate", new JsonObject { ["service"] = Bodies.Dermatology }),
            (worker, HttpMethod.Post, () => "/api/auth/login", new JsonObject { ["email"] = "a", ["password"] = "b", ["deviceId"] = Guid.NewGuid(), ["deviceName"] = "c" }),
            (worker, HttpMethod.Post, () => "/api/auth/refresh", new JsonObject { ["refreshToken"] = "x" }),
        };

        var broken = new List<string>();
        foreach (var (by, method, path, body) in writes)
        {
            foreach (var (what, spoilt) in Spoilt(body))
            {
                // A precondition that never holds: nothing spoilt may change the case for the next one.
                var answer = await by.SendAsync(method, path(), spoilt, Guid.NewGuid(), "\"99\"");
                if ((int)answer.Status >= 500 || (answer.Status != HttpStatusCode.OK && answer.Code is null))
                {
                    broken.Add($"{method} {path()} {what}: {(int)answer.Status}");
                }
            }
        }

        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"\"")]
    [InlineData("{\"id\":\"no uuid\"}")]
    [InlineData("{\"text\":7}")]
    [InlineData("{\"id\":\"0195d3a0-0000-7000-8000-0000000000aa\",\"text\":\"\\ud800\"}")]
    public async Task A_body_that_cannot_be_read_is_said_to_be_so(string json)
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        var consult = await worker.SubmitAsync();
        (await worker.SendBytesAsync(HttpMethod.Post, $"/api/consults/{consult}/messages", Encoding.UTF8.GetBytes(json), Guid.NewGuid())).Refused(400, "body.invalid");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_with_and_without_its_length()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        var path = $"/api/consults/{Guid.CreateVersion7()}";
        var large = Bodies.Submission(question: new string('x', 1_100_000));
        (await worker.SendAsync(HttpMethod.Put, path, large, key: null)).Refused(413, "body.too-large");

        using var request = new HttpRequestMessage(HttpMethod.Put, path);
        request.Content = new StringContent(large.ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = true;
        using var response = await worker.Http.SendAsync(request);
        (await Answer.ReadAsync(response)).Refused(413, "body.too-large");
    }

    [Fact]
    public async Task What_is_no_door_is_a_problem_and_no_page()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        (await worker.GetAsync("/api/nothing")).Refused(404, "not-found");
        (await Caller.Stranger(host).GetAsync("/api/me")).Refused(401, "auth.signed-out");
        (await worker.GetAsync("/api/worklist?tab=nonsense")).Refused(400, "body.invalid");
        (await worker.GetAsync("/api/people/devices")).Refused(403, "access.denied");
    }

    [Fact]
    public async Task Whatever_people_type_comes_back_as_they_typed_it()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var doctor = await Caller.SignInAsync(host, "dermatologist");
        var consult = await worker.SubmitAsync();
        var sent = new List<string>();
        foreach (var text in Corpus.Strings("naughty", "blns-public.json"))
        {
            var answer = await worker.PostAsync($"/api/consults/{consult}/messages", Bodies.Message(text));
            if (string.IsNullOrWhiteSpace(text))
            {
                answer.Refused(422, "message.empty");
                continue;
            }

            answer.Ok();
            sent.Add(text.Trim());
        }

        var thread = (await doctor.GetAsync($"/api/consults/{consult}")).Ok()["thread"]!.AsArray().Select(m => m!["text"]!.ToString());
        Assert.Equal(sent, thread);
    }

    [Fact]
    public async Task Whatever_a_patient_is_called_comes_back_unchanged()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        foreach (var text in Corpus.Strings("naughty", "file-names-and-ids.json").Where(t => !string.IsNullOrWhiteSpace(t)))
        {
            var body = Bodies.Submission();
            body["patient"]!["familyName"] = text;
            body["patient"]!["identifiers"]![0]!["value"] = text;
            var consult = await worker.SubmitAsync(body);

            var patient = (await worker.GetAsync($"/api/consults/{consult}")).Ok()["patient"]!;
            Assert.Equal(text.Trim(), patient["familyName"]!.ToString());
            Assert.Equal(text, patient["identifiers"]![0]!["value"]!.ToString());
        }
    }

    /// <summary>The body without each of its parts, and with each of them null, a number, a list or an object.</summary>
    private static IEnumerable<(string What, JsonNode Body)> Spoilt(JsonObject body)
    {
        foreach (var path in PathsOf(body, "").ToList())
        {
            foreach (var value in (string?[])["null", "7", "[]", "{}", "[null]", "\"\"", null])
            {
                var copy = body.DeepClone();
                Set(copy, path, value);
                yield return ($"{path}={value ?? "absent"}", copy);
            }
        }
    }

    private static IEnumerable<string> PathsOf(JsonNode node, string prefix) => node switch
    {
        JsonObject o => o.SelectMany(p => (string[])[prefix + p.Key, .. p.Value is null ? [] : PathsOf(p.Value, $"{prefix}{p.Key}.")]),
        JsonArray a => a.SelectMany((v, i) => (string[])[$"{prefix}{i}", .. v is null ? [] : PathsOf(v, $"{prefix}{i}.")]),
        _ => [],
    };

    private static void Set(JsonNode root, string path, string? json)
    {
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(root, (node, name) => int.TryParse(name, out var i) ? node[i]! : node[name]!);
        var value = json is null ? null : JsonNode.Parse(json);
        if (parent is JsonArray list)
        {
            list[int.Parse(names[^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
        }
        else if (json is null)
        {
            parent.AsObject().Remove(names[^1]);
        }
        else
        {
            parent[names[^1]] = value;
        }
    }
}
