using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>A case that should never have been sent is erased: it leaves the phone too, and its sender is told so.</summary>
public sealed class ErasureTests(Stage stage)
{
    [Fact]
    public async Task An_erased_case_leaves_the_phone_and_its_sender_is_told()
    {
        const string question = "Sent twice by mistake: the rash on the arm.";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("community.worker");
        await phone.SendCaseAsync("general-dermatology", new("E.R.", 34, "male"), question, await stage.Drawn.SkinAsync(34));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));
        await phone.HomeAsync();
        await Expect(phone.Row(question)).ToBeVisibleAsync();

        await using var desk = await stage.DeskAsync();
        await desk.SignInAsync("coordinator");
        await desk.NetworkAsync();
        await desk.Page.Locator(".tile").Filter(new() { HasText = Words.Of("network.all") }).ClickAsync();
        await desk.Concern("E.R.").GetByRole(AriaRole.Link, new() { Name = Words.Of("do.open"), Exact = true }).ClickAsync();
        var number = Regex.Match(await desk.Page.Locator(".band h1").InnerTextAsync(), @"(\d+)\D*$").Groups[1].Value;
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("erase.open") }).ClickAsync();
        await Expect(desk.Dialog.Locator("button[type=submit]")).ToBeDisabledAsync();
        await desk.Dialog.Locator(".choice").Filter(new() { HasText = Words.Of("erase.reason.sentInError") }).ClickAsync();
        await desk.Page.Locator("#erase-number").FillAsync((long.Parse(number, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture));
        await Expect(desk.Dialog.Locator("button[type=submit]")).ToBeDisabledAsync();
        await desk.Page.Locator("#erase-number").FillAsync(number);
        await desk.ShotAsync("console-erase");
        await desk.ConfirmAsync();
        await Expect(desk.Page.Locator("#worklist")).ToBeVisibleAsync();
        await Expect(desk.Line(question)).ToHaveCountAsync(0);

        var told = phone.Page.Locator(".note").Filter(new() { HasText = Words.Of("erased.sentInError") });
        await Expect(told).ToContainTextAsync(Words.Of("erased.noAnswer"));
        await Expect(phone.Row(question)).ToHaveCountAsync(0);
        await phone.ShotAsync("field-erased");
        await told.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(told).ToHaveCountAsync(0);
        Assert.DoesNotContain(question, await phone.Page.EvaluateAsync<string>(
            """
            async () => {
              let all = '';
              for (const { name } of await indexedDB.databases()) {
                const db = await new Promise((ok) => { const r = indexedDB.open(name); r.onsuccess = () => ok(r.result); });
                for (const store of db.objectStoreNames) {
                  all += JSON.stringify(await new Promise((ok) => { const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => ok(r.result); }));
                }
                db.close();
              }
              return all;
            }
            """), StringComparison.Ordinal);
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }
}
