using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Teleconsult.EndToEnd.Parts;
using Teleconsult.Infrastructure;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>No network, a cut line, a sign-in that ended meanwhile: nothing is lost, nothing doubled, and it goes by itself.</summary>
public sealed class BadNetworkTests(Stage stage)
{
    /// <summary>DESIGN §9: what may be sent again after a cut.</summary>
    private const long MostSentAgain = 64 * 1024;

    [Fact]
    public async Task A_case_sent_without_a_network_survives_closing_the_browser_and_goes_by_itself_later()
    {
        const string question = "Written in a village without network: what is this rash?";
        var folder = Directory.CreateTempSubdirectory("teleconsult-phone-").FullName;
        await using var line = new CutProxy(stage.Host.Port);
        await using (var phone = await stage.PhoneOnDiskAsync(folder, line.Url))
        {
            await phone.SignInAsync("community.worker");
            await phone.ReadyForOfflineAsync();
            await phone.OfflineAsync(true);
            line.Break(); // also for the worker that a closed browser leaves behind
            await phone.SendCaseAsync("general-dermatology", new("O.L.", 8, "female"), question, await stage.Drawn.SkinAsync(51));
            await Expect(phone.Headline).ToHaveTextAsync(Words.Of("state.saved"));
            await phone.ShotAsync("field-saved-offline");
        }

        using var api = await Api.SignInAsync(stage.Host.Url, "community.worker");
        Assert.Empty(await api.CasesAskingAsync(question));
        await using (var phone = await stage.PhoneOnDiskAsync(folder, line.Url))
        {
            phone.Watch.Expect(Watch.CutLines);
            await Expect(phone.Row(question)).ToContainTextAsync(Words.Of("state.saved"));
            await phone.ShotAsync("field-home-offline");
            line.Mend();
            await Expect(phone.Row(question)).ToContainTextAsync(Words.Like("line.complete"));
            phone.Watch.HeardNothing();
        }

        var stored = Assert.Single(await api.CasesAskingAsync(question));
        Assert.Equal(1, stored["photosStored"]!.GetValue<int>());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_upload_cut_in_the_middle_goes_on_where_it_was()
    {
        const string question = "The line breaks while this is sent. Is the macula swollen?";
        await using var line = new CutProxy(stage.Host.Port);
        await using var phone = await stage.PhoneAsync(line.Url);
        phone.Watch.Expect(Watch.CutLines);
        await phone.SignInAsync("primary.care");
        var cut = line.CutAfter(400_000);
        await phone.SendCaseAsync("diabetic-retinopathy", new("C.U.", 57, "male"), question, await stage.Drawn.LargeFundusAsync(52));
        await cut.WaitAsync(TimeSpan.FromMilliseconds(Stage.Patience));
        await phone.ShotAsync("field-cut");
        line.Mend();
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        var patches = line.Patches.ToList();
        var trail = string.Join("; ", patches);
        Assert.True(patches is [_, .., { Offset: > 0 }], trail);
        using var api = await Api.SignInAsync(stage.Host.Url, "primary.care");
        var stored = Assert.Single(await api.CasesAskingAsync(question));
        var photo = Assert.Single(stored["photos"]!.AsArray())!.AsObject();
        var bytes = await api.BytesAsync($"/api/photos/{photo["id"]}");
        // Bytes count, not requests: on a line that was in use before, Chromium repeats a cut request by itself, into the dead line.
        var passed = patches.Sum(p => p.Passed);
        Assert.True(passed >= bytes.Length && passed <= bytes.Length + MostSentAgain, $"{passed} for {bytes.Length}: {trail}");
        phone.Watch.HeardNothing();
    }

    [Fact]
    public async Task A_sign_in_that_ended_while_offline_asks_again_and_loses_nothing()
    {
        const string question = "Sent after my sign-in had ended: may I give this cream?";
        await using var host = await RunningHost.StartNewAsync("signed-out");
        await using var phone = await stage.PhoneAsync(host.Url);
        phone.Watch.Expect(Watch.CutLines);
        await phone.SignInAsync("home.care");
        await phone.ReadyForOfflineAsync();
        await phone.OfflineAsync(true);
        await host.KillAsync();
        RuntimeHelpers.RunModuleConstructor(typeof(StorageSettings).Module.ModuleHandle); // finds SQLite's parts, as in the host
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(host.Data, "teleconsult.db")};Pooling=False"))
        {
            await database.OpenAsync();
            await using var forget = database.CreateCommand();
            forget.CommandText = "delete from facts where \"Name\" like 'protection-key:%'"; // no token and no refresh token of before holds any more
            Assert.NotEqual(0, await forget.ExecuteNonQueryAsync());
        }

        await host.StartAsync();
        await phone.SendCaseAsync("general-dermatology", new("S.O.", 33, "female"), question, await stage.Drawn.SkinAsync(53));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Of("state.saved"));
        await phone.OfflineAsync(false);
        await phone.Button("signIn.go").ClickAsync();
        await phone.ShotAsync("field-sign-in-again");
        await phone.PasswordAsync();
        await Expect(phone.Row(question)).ToContainTextAsync(Words.Like("line.complete"));

        using var api = await Api.SignInAsync(host.Url, "home.care");
        var stored = Assert.Single(await api.CasesAskingAsync(question));
        Assert.Equal(1, stored["photosStored"]!.GetValue<int>());
        phone.Watch.HeardNothing();
    }

    [Fact]
    public async Task A_killed_server_loses_neither_the_draft_nor_the_upload()
    {
        const string first = "Long known patch on the cheek, now it itches. What next?";
        const string second = "The server dies while this is on its way. Is it urgent?";
        await using var host = await RunningHost.StartNewAsync("killed");
        await using var line = new CutProxy(host.Port);
        await using var phone = await stage.PhoneAsync(line.Url);
        phone.Watch.Expect(Watch.CutLines);
        await phone.SignInAsync("primary.care");
        await phone.SendCaseAsync("general-dermatology", new("K.D.", 45, "male"), first, await stage.Drawn.SkinAsync(54));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        await using var desk = await stage.DeskAsync(host.Url);
        desk.Watch.Expect(Watch.CutLines);
        await desk.SignInAsync("dermatologist");
        await desk.OpenAsync(first);
        await desk.ClaimAsync();
        await desk.Field("mostLikely").FillAsync("Actinic keratosis");
        await desk.SavedAsync();

        await phone.HomeAsync();
        var cut = line.CutAfter(300_000);
        await phone.SendCaseAsync("diabetic-retinopathy", new("K.U.", 66, "female"), second, await stage.Drawn.LargeFundusAsync(55));
        await cut.WaitAsync(TimeSpan.FromMilliseconds(Stage.Patience));
        await desk.Field("mostLikely").PressSequentiallyAsync(", thin");
        await host.KillAsync();
        await desk.Field("mostLikely").PressSequentiallyAsync(", on the cheek");
        await Expect(desk.Page.Locator("#connection")).ToBeVisibleAsync();
        await desk.ShotAsync("console-connection-lost");

        await host.StartAsync();
        line.Mend();
        await Expect(desk.Page.Locator("#connection")).ToBeHiddenAsync();
        await Expect(desk.Field("mostLikely")).ToHaveValueAsync("Actinic keratosis, thin, on the cheek");
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));
        Assert.Contains(line.Patches, p => p.Offset > 0);
        await OnceAndWholeAsync(host, first, second);
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }

    private static async Task OnceAndWholeAsync(RunningHost host, params string[] questions)
    {
        using var api = await Api.SignInAsync(host.Url, "primary.care");
        foreach (var question in questions)
        {
            var stored = Assert.Single(await api.CasesAskingAsync(question));
            var photo = Assert.Single(stored["photos"]!.AsArray())!.AsObject();
            Assert.Equal("stored", photo["state"]!.GetValue<string>());
            var bytes = await api.BytesAsync($"/api/photos/{photo["id"]}");
            Assert.True(bytes is [0xFF, 0xD8, .., 0xFF, 0xD9], "a whole JPEG");
        }
    }
}
