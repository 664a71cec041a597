using System.Net.Http.Json;
using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>A phone is told that there is something to read, by a message that names nobody. The push service alone is ours.</summary>
public sealed class FieldPushTests(Stage stage)
{
    [Fact]
    public async Task A_phone_that_wants_messages_shows_that_there_is_a_question_and_says_that_it_arrived()
    {
        const string question = "Is this scabies?";
        await using var pushes = await PushService.StartAsync();
        await using var host = await RunningHost.StartNewAsync("field-push", "--Alerts:Push:AllowPrivate=true");
        await using var phone = await stage.PhoneAsync(host.Url);
        await phone.SignInAsync("primary.care");
        await phone.ReadyForOfflineAsync();
        await phone.Page.GotoAsync(host.Url + "/field/more");
        await Choose(phone, "intake.yes").ClickAsync();
        await Expect(phone.Page.Locator(".push-state")).ToHaveTextAsync(Words.Of("push.state.denied"));
        await phone.ShotAsync("field-push-denied");

        await pushes.ServeAsync(phone.Context);
        await phone.HomeAsync();
        await phone.SendCaseAsync("general-dermatology", new Person("A.B.", 34, "male"), question);
        await phone.Page.GotoAsync(host.Url + "/field/more");
        await Choose(phone, "intake.yes").ClickAsync();
        await Expect(phone.Page.Locator(".push-state")).ToHaveTextAsync(Words.Of("push.state.on"));
        await phone.ShotAsync("field-push-on");
        await phone.Page.ReloadAsync();
        await Expect(phone.Page.Locator(".push-state")).ToHaveTextAsync(Words.Of("push.state.on"));

        using var doctor = await Api.SignInAsync(host.Url, "dermatologist");
        var consult = Assert.Single(await doctor.CasesAskingAsync(question));
        var (id, number) = (consult["id"]!.GetValue<string>(), consult["number"]!.ToString());
        await PostAsync(doctor, $"/api/consults/{id}/claim", null);
        await PostAsync(doctor, $"/api/consults/{id}/requests", new { id = Guid.CreateVersion7(), text = "Who else itches at home?" });
        var message = await pushes.HandOverAsync(phone.Page, "/field/");
        Assert.Equal(Words.Of("alert.asked", ("number", number)), message["body"]!.GetValue<string>());
        var shown = await phone.Page.WaitForFunctionAsync("async () => (await (await navigator.serviceWorker.getRegistration('/field/')).getNotifications()).map((one) => one.body).join('|') || false");
        Assert.Equal(message["body"]!.GetValue<string>(), await shown.JsonValueAsync<string>());

        await Choose(phone, "intake.no").ClickAsync();
        await Expect(phone.Page.Locator(".push-state")).ToHaveTextAsync(Words.Of("push.state.off"));
        phone.Watch.HeardNothing();
    }

    private static ILocator Choose(Phone phone, string answer) =>
        phone.Page.GetByRole(AriaRole.Group, new() { Name = Words.Of("push.title") }).GetByRole(AriaRole.Button, new() { Name = Words.Of(answer) });

    private static async Task PostAsync(Api api, string path, object? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await api.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
