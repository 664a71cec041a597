using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using System.Text;
using System.Text.Json.Nodes;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Api;

/// <summary>A case from a phone to a specialist and back, by the JSON API of the real host.</summary>
public class MainPathTests(RunningHost host)
{
    [Fact]
    public async Task A_question_goes_out_and_the_advice_comes_back()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var doctor = await Caller.SignInAsync(host, "dermatologist");
        var cursor = (await worker.GetAsync("/api/sync?limit=500")).Ok()["cursor"]!.ToString();
        var consult = await worker.SubmitAsync(Bodies.Submission(photos: 1));

        var line = (await doctor.GetAsync("/api/worklist")).Ok()["entries"]!.AsArray().Single(e => e!["id"]!.ToString() == consult)!;
        Assert.Equal(("J.K.", null), (line["patient"]!["initials"]!.ToString(), line["patient"]!["familyName"]?.ToString()));
        (await doctor.PostAsync($"/api/consults/{consult}/open", null)).Ok();
        (await doctor.PostAsync($"/api/consults/{consult}/claim", null)).Ok();

        var request = Bodies.Request("How long has it been there?");
        (await doctor.PostAsync($"/api/consults/{consult}/requests", request)).Ok();
        var asked = (await worker.GetAsync($"/api/consults/{consult}")).Ok();
        Assert.Equal(("needsRequester", "giveInformation", "Peter Kamau"), (S(asked, "state"), S(asked["nextStep"]!, "kind"), S(asked["nextStep"]!, "who")));
        (await worker.PostAsync($"/api/consults/{consult}/requests/{request["id"]}/answer", new JsonObject { ["text"] = "Two weeks" })).Ok();
        (await worker.PostAsync($"/api/consults/{consult}/messages", Bodies.Message("Shall I cut it?"))).Ok();
        (await worker.PostAsync($"/api/consults/{consult}/amendments", new JsonObject { ["answers"] = Bodies.Answers("Dark mole, grew: cancer?") }, "\"2\"")).Ok();

        var taken = await doctor.AdviseAsync(consult);
        (await doctor.DeleteAsync($"/api/consults/{consult}/advice/{taken}")).Ok();
        var advice = await doctor.AdviseAsync(consult);
        Assert.Equal("claimed", S((await worker.GetAsync($"/api/consults/{consult}")).Ok(), "state")); // not to be seen yet
        host.Clock.Advance(TimeSpan.FromSeconds(11));
        var answered = await worker.UntilAsync($"/api/consults/{consult}", c => S(c, "state") == "answered");
        Assert.Equal(advice, Assert.Single(answered["advice"]!.AsArray())!["id"]!.ToString());

        (await worker.PostAsync($"/api/consults/{consult}/advice/{advice}/read", new JsonObject { ["patientConfirmed"] = false })).Refused(422, "patient.not-confirmed");
        (await worker.PostAsync($"/api/consults/{consult}/close", Bodies.Close())).Refused(422, "advice.unread");
        (await worker.PostAsync($"/api/consults/{consult}/advice/{advice}/read", new JsonObject { ["patientConfirmed"] = true })).Ok();
        (await worker.PutAsync($"/api/consults/{consult}/advice/{advice}/actions/0", new JsonObject { ["outcome"] = "notDone", ["reason"] = "no transport" })).Ok();
        (await worker.PostAsync($"/api/consults/{consult}/close", Bodies.Close())).Ok();

        var told = await EverythingAfterAsync(worker, cursor, consult);
        string[] expected =
        [
            "consultSubmitted", "photoAnnounced", "consultSeen", "consultClaimed", "informationRequested", "informationGiven", "messagePosted", "intakeAmended",
            "adviceSent", "adviceTakenBack", "adviceSent", "adviceReleased", "adviceRead", "actionMarked", "consultClosed",
        ];
        Assert.Equal(expected, told);
        var own = (await worker.GetAsync("/api/me/figures")).Ok();
        Assert.True(own["asked"] is JsonArray && own["answered"] is JsonArray { Count: 0 } && own["at"] is not null);
    }

    [Fact]
    public async Task A_submission_repeated_answers_the_same_and_other_words_are_refused()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        var path = $"/api/consults/{Guid.CreateVersion7()}";
        var bytes = Encoding.UTF8.GetBytes(Bodies.Submission().ToJsonString());
        var first = await worker.SendBytesAsync(HttpMethod.Put, path, bytes, key: null);
        var again = await worker.SendBytesAsync(HttpMethod.Put, path, bytes, key: null);

        Assert.Equal(first.Ok().ToJsonString(), again.Ok().ToJsonString());
        Assert.Equal("claim", S(first.Body!["nextStep"]!, "kind"));
        Assert.True(S(first.Body["nextStep"]!, "who") is "Dermatology" or "Dr Grace Okello"); // closed then, or whom the next rung alerts
        (await worker.SendAsync(HttpMethod.Put, path, Bodies.Submission(question: "Other words"), key: null)).Refused(409, "consult.other-submission");
        (await worker.SendAsync(HttpMethod.Put, path, Bodies.Submission(question: "Other words"), Guid.NewGuid())).Refused(409, "consult.other-submission");
    }

    [Fact]
    public async Task A_write_repeated_under_its_key_has_one_effect()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        var consult = await worker.SubmitAsync();
        var (path, key) = ($"/api/consults/{consult}/messages", Guid.NewGuid());
        var (first, other) = (Encoding.UTF8.GetBytes(Bodies.Message("hello").ToJsonString()), Encoding.UTF8.GetBytes(Bodies.Message("hello").ToJsonString()));
        var said = await worker.SendBytesAsync(HttpMethod.Post, path, first, key);

        Assert.Equal(said.Ok().ToJsonString(), (await worker.SendBytesAsync(HttpMethod.Post, path, first, key)).Ok().ToJsonString());
        (await worker.SendBytesAsync(HttpMethod.Post, path, other, key)).Refused(422, "idempotency.other-body");
        (await worker.SendBytesAsync(HttpMethod.Post, path, first, key: null)).Refused(400, "idempotency.no-key");
        Assert.Single((await worker.GetAsync($"/api/consults/{consult}")).Ok()["thread"]!.AsArray());
    }

    [Fact]
    public async Task A_second_claim_is_told_who_holds_the_case()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var doctor = await Caller.SignInAsync(host, "dermatologist");
        var second = await SecondNetwork.AddAsync(host, Domain.Access.Role.Specialist, Teleconsult.Web.Setup.DemoData.NetworkId);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Application.Persistence.TeleconsultDb>();
            (await db.Assignments.SingleAsync(a => a.User == second.Id)).Service = new Domain.ServiceId(Guid.Parse(Bodies.Dermatology));
            await db.SaveChangesAsync();
        }

        using var colleague = await Caller.SignInAsync(host, second.UserName!);
        var consult = await worker.SubmitAsync();
        (await doctor.PostAsync($"/api/consults/{consult}/claim", null)).Ok();

        var refused = (await colleague.PostAsync($"/api/consults/{consult}/claim", null)).Refused(409, "consult.held");
        Assert.Equal("Dr Grace Okello", S(refused["arguments"]!, "holder"));
        Assert.StartsWith("Dr Grace Okello already has this case", S(refused, "detail"), StringComparison.Ordinal);
        (await colleague.PostAsync($"/api/consults/{consult}/release", null)).Refused(409, "consult.held");
    }

    [Fact]
    public async Task Advice_is_sent_only_to_what_its_author_has_seen()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var doctor = await Caller.SignInAsync(host, "dermatologist");
        var consult = await worker.SubmitAsync();
        (await doctor.PostAsync($"/api/consults/{consult}/claim", null)).Ok();
        (await worker.PostAsync($"/api/consults/{consult}/amendments", new JsonObject { ["answers"] = Bodies.Answers("It bleeds now") }, "\"1\"")).Ok();

        (await doctor.PostAsync($"/api/consults/{consult}/advice", Bodies.Advice())).Refused(428, "precondition.missing");
        var stale = (await doctor.PostAsync($"/api/consults/{consult}/advice", Bodies.Advice(), "\"1\"")).Refused(412, "consult.content-changed");
        Assert.Equal(2, stale["arguments"]!["current"]!.GetValue<long>());
        (await worker.PostAsync($"/api/consults/{consult}/amendments", new JsonObject { ["answers"] = Bodies.Answers("?") }, "\"1\"")).Refused(412, "consult.content-changed");

        var shown = await doctor.GetAsync($"/api/consults/{consult}");
        Assert.Equal("\"2\"", shown.Tag);
        (await doctor.PostAsync($"/api/consults/{consult}/advice", Bodies.Advice(), shown.Tag)).Ok();
    }

    [Fact]
    public async Task Changed_advice_reopens_a_closed_case_and_keeps_the_earlier_one()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var doctor = await Caller.SignInAsync(host, "dermatologist");
        var consult = await worker.SubmitAsync();
        (await doctor.PostAsync($"/api/consults/{consult}/claim", null)).Ok();
        var earlier = await doctor.AdviseAsync(consult);
        host.Clock.Advance(TimeSpan.FromSeconds(11));
        await worker.UntilAsync($"/api/consults/{consult}", c => S(c, "state") == "answered");
        (await worker.PostAsync($"/api/consults/{consult}/advice/{earlier}/read", new JsonObject { ["patientConfirmed"] = true })).Ok();
        (await worker.PostAsync($"/api/consults/{consult}/close", Bodies.Close())).Ok();

        var path = $"/api/consults/{consult}/advice/{earlier}/amendment";
        var tag = (await doctor.GetAsync($"/api/consults/{consult}")).Tag;
        (await doctor.PostAsync(path, Bodies.Advice("Melanoma"), tag)).Refused(422, "advice.no-change");
        var change = Bodies.Advice("Melanoma");
        change["content"]!["change"] = "The second photo shows more.";
        (await doctor.PostAsync(path, change)).Refused(428, "precondition.missing");
        (await doctor.PostAsync(path, change, tag)).Ok();
        (await doctor.PostAsync(path, change, tag)).Ok(); // its id says that it is the same
        var second = Bodies.Advice("Something else");
        second["content"]!["change"] = "Changed twice from the first.";
        (await doctor.PostAsync(path, second, tag)).Refused(409, "advice.replaced");

        var told = (await worker.GetAsync($"/api/consults/{consult}")).Ok();
        Assert.Equal(("answered", "read"), (S(told, "state"), S(told["nextStep"]!, "kind")));
        var advices = told["advice"]!.AsArray();
        Assert.Equal(["True", "False"], advices.Select(a => a!["replaced"]!.GetValue<bool>().ToString()));
        Assert.Equal("The second photo shows more.", S(advices[1]!["content"]!, "change"));
        (await worker.PostAsync($"/api/consults/{consult}/close", Bodies.Close())).Refused(422, "advice.unread");
        (await worker.PostAsync(path, change, tag)).Refused(403, "access.denied");
    }

    [Fact]
    public async Task A_case_of_nobody_is_allocated_and_a_case_of_the_wrong_service_moves_on()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var doctor = await Caller.SignInAsync(host, "dermatologist");
        using var coordinator = await Caller.SignInAsync(host, "coordinator");
        var consult = await worker.SubmitAsync(Bodies.Submission(service: null));
        (await doctor.GetAsync($"/api/consults/{consult}")).Refused(404, "consult.not-found");
        var cursor = (await doctor.GetAsync("/api/sync?limit=500")).Ok()["cursor"]!.ToString();

        (await coordinator.PostAsync($"/api/consults/{consult}/allocate", new JsonObject { ["service"] = Bodies.Dermatology })).Ok();
        (await doctor.PostAsync($"/api/consults/{consult}/claim", null)).Ok();
        (await doctor.PostAsync($"/api/consults/{consult}/redirect", new JsonObject { ["service"] = Bodies.Dermatology })).Refused(422, "consult.same-service");
        (await doctor.PostAsync($"/api/consults/{consult}/redirect", new JsonObject { ["service"] = Bodies.EyeClinic })).Ok();

        var changes = (await doctor.GetAsync($"/api/sync?after={cursor}")).Ok();
        Assert.Contains(consult, changes["removed"]!.AsArray().Select(r => r!.ToString()));
        Assert.DoesNotContain(consult, changes["consults"]!.AsArray().Select(c => S(c!, "id")));
    }

    [Fact]
    public async Task A_snapshot_comes_in_pages_and_a_cursor_of_elsewhere_is_gone()
    {
        using var worker = await Caller.SignInAsync(host, "community.worker");
        var sent = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            sent.Add(await worker.SubmitAsync());
        }

        var page = (await worker.GetAsync("/api/sync?limit=2")).Ok();
        var seen = new HashSet<string>();
        while (true)
        {
            Assert.True(page["snapshot"]!.GetValue<bool>());
            seen.UnionWith(page["consults"]!.AsArray().Select(c => S(c!, "id")));
            if (!page["more"]!.GetValue<bool>())
            {
                break;
            }

            page = (await worker.GetAsync($"/api/sync?limit=2&after={page["cursor"]}")).Ok();
        }

        Assert.Superset(sent, seen);
        Assert.False((await worker.GetAsync($"/api/sync?after={page["cursor"]}")).Ok()["snapshot"]!.GetValue<bool>());
        (await worker.GetAsync("/api/sync?after=zzzz")).Refused(410, "cursor.stale");
        (await worker.GetAsync($"/api/sync?after={page["cursor"]}AA")).Refused(410, "cursor.stale");
    }

    [Fact]
    public async Task Who_I_am_tells_whom_I_can_ask_and_what_is_promised()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        var me = (await worker.GetAsync("/api/me")).Ok();

        Assert.Equal("Riverside Centre", S(me["facility"]!, "name"));
        Assert.Equal("Grace Auma", S(me["network"]!["coordinator"]!, "name"));
        Assert.Equal("112", S(me["network"]!, "emergencyNumber"));
        Assert.Equal(5, me["targets"]!["emergency"]!["claimMinutes"]!.GetValue<int>());
        Assert.Contains(me["services"]!.AsArray(), s => S(s!, "name") == "Dermatology");
    }

    private static async Task<List<string>> EverythingAfterAsync(Caller caller, string cursor, string consult)
    {
        var told = new List<string>();
        while (true)
        {
            var page = (await caller.GetAsync($"/api/sync?limit=3&after={cursor}")).Ok();
            told.AddRange(page["notices"]!.AsArray().Where(n => S(n!, "consult") == consult).Select(n => S(n!, "type")));
            cursor = S(page, "cursor");
            if (!page["more"]!.GetValue<bool>())
            {
                return told;
            }
        }
    }

    private static string S(JsonNode node, string name) => node[name]?.ToString() ?? "";
}
