using System.Text.Json.Nodes;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Setup;

/// <summary>Logs carry ids, names of use cases and outcomes: never a patient, a message or a token.</summary>
public sealed class LogTests(RunningHost host)
{
    [Fact]
    public async Task Nothing_that_people_typed_and_no_token_is_logged()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var doctor = await Caller.SignInAsync(host, "dermatologist");
        var body = Bodies.Submission(question: "LoggedQuestion", urgency: "emergency");
        body["patient"]!["familyName"] = "LoggedFamily";
        var consult = await worker.SubmitAsync(body);
        (await doctor.PostAsync($"/api/consults/{consult}/claim", null)).Ok();
        (await worker.PostAsync($"/api/consults/{consult}/messages", Bodies.Message("LoggedMessage"))).Ok();
        var advice = await doctor.AdviseAsync(consult, Bodies.Advice("LoggedAdvice"));
        (await worker.PostAsync($"/api/consults/{consult}/advice/{advice}/read", new JsonObject { ["patientConfirmed"] = true })).Ok();
        (await worker.PutAsync($"/api/consults/{consult}/advice/{advice}/actions/0", new JsonObject { ["outcome"] = "notDone", ["reason"] = "LoggedReason" })).Ok();
        (await worker.PostAsync($"/api/consults/{consult}/messages", new JsonObject { ["id"] = "LoggedWrongBody", ["text"] = "LoggedMessage" })).Refused(400, "body.invalid");
        (await worker.GetAsync($"/api/sync?after=LoggedCursor")).Refused(410, "cursor.stale");
        (await worker.LoginAsync("nobody", "LoggedPassword", Guid.NewGuid())).Refused(401, "auth.wrong");
        await using (var hub = await Hubs.HubSocket.OpenAsync(host, worker.Token))
        {
            await hub.InvokeAsync("Present", consult);
        }

        var log = host.Log.Text;
        Assert.NotEmpty(log);
        Assert.DoesNotContain("Logged", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Kariukison", log, StringComparison.Ordinal);
        Assert.All(new[] { worker.Token, worker.RefreshToken, doctor.Token, RunningHost.Password }, secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
    }
}
