using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Routine cases are answered one after the other without a pointer, and what it takes is counted.</summary>
public sealed class KeyboardTests(Stage stage)
{
    private const string First = "Keyboard: a round patch on the shin for a year. Is it psoriasis?";
    private const string Second = "Keyboard: a wart on the thumb since spring. Freeze it?";

    private readonly List<(string Step, string Keys)> _pressed = [];

    [Fact]
    public async Task Routine_cases_are_answered_one_after_the_other_by_keyboard_alone()
    {
        await using var host = await RunningHost.StartNewAsync("keyboard"); // of its own: what comes next depends on what others have sent
        await using var phone = await stage.PhoneAsync(host.Url);
        await phone.SignInAsync("primary.care");
        await phone.SendCaseAsync("general-dermatology", new("K.A.", 44, "female"), First, await stage.Drawn.SkinAsync(41));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));
        await phone.HomeAsync();
        await phone.SendCaseAsync("general-dermatology", new("K.B.", 29, "male"), Second, await stage.Drawn.SkinAsync(42));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        await using var desk = await stage.DeskAsync(host.Url);
        await desk.SignInAsync("dermatologist");
        await Expect(desk.Line(Second)).ToHaveCountAsync(1);
        await WithoutPointerAsync(desk.Page);

        await FiltersAndHelpAsync(desk);
        await AnswerAsync(desk, First);
        await NextAsync(desk);
        await UndoAsync(desk);
        await PhraseAsync(desk, host.Url);

        CountAndKeep();
        desk.Watch.HeardNothing();
        phone.Watch.HeardNothing();
    }

    /// <summary>Whatever a pointer would do from now on fails the test.</summary>
    private static async Task WithoutPointerAsync(IPage page) => await page.EvaluateAsync(
        """
        () => ['mousedown', 'pointerdown', 'touchstart'].forEach((kind) => document.addEventListener(kind, () => { throw new Error('a pointer was used'); }, true))
        """);

    private static async Task FiltersAndHelpAsync(Desk desk)
    {
        var keys = desk.Page.Keyboard;
        await keys.PressAsync("?");
        await Expect(desk.Dialog).ToContainTextAsync(Words.Of("key.showWaiting"));
        await Shots.BothAsync(desk.Page, "console-keys");
        await keys.PressAsync("Escape");
        await Expect(desk.Dialog).ToHaveCountAsync(0);

        await keys.PressAsync("x");
        await Expect(desk.Dialog).ToBeVisibleAsync();
        await Shots.BothAsync(desk.Page, "console-filter");
        await keys.PressAsync("Space"); // the first one is Emergency
        await keys.PressAsync("Enter");
        await Expect(desk.Page.Locator(".chip")).ToHaveCountAsync(1);
        await Expect(desk.Page.Locator(".state")).ToContainTextAsync(Words.Of("empty.filtered"));
        await Shots.BothAsync(desk.Page, "console-filtered");
        await keys.PressAsync("Shift+X");
        await Expect(desk.Line(First)).ToBeVisibleAsync();

        foreach (var (letter, path) in new[] { ("t", "/times"), ("a", "/account"), ("w", "/") })
        {
            await keys.PressAsync("g");
            await keys.PressAsync(letter);
            await desk.Page.WaitForURLAsync(u => new Uri(u).AbsolutePath == path);
            await Expect(desk.Page.Locator("h1")).ToBeVisibleAsync();
        }

        await Expect(desk.Line(First)).ToBeVisibleAsync();
    }

    private async Task AnswerAsync(Desk desk, string question)
    {
        await SelectAsync(desk, question);
        await PressAsync(desk, "Open it", "Enter");
        await Expect(desk.Page.Locator(".case")).ToBeVisibleAsync();
        await PressAsync(desk, "Claim it", "c");
        await Expect(desk.Page.Locator(".undo")).ToBeVisibleAsync();
        await PressAsync(desk, "To what is missing first", "w");
        await Expect(desk.Page.Locator("#step-adequacy input").First).ToBeFocusedAsync();
        await PressAsync(desk, "The photos are adequate", "Space");
        await PressAsync(desk, "To the assessment", "w");
        await Expect(desk.Field("mostLikely")).ToBeFocusedAsync();
        await desk.Page.Keyboard.TypeAsync("Psoriasis. A cream for six weeks, then show me again.");
        await PressAsync(desk, "Out of the field", "Escape");
        await PressAsync(desk, "How sure", "w");
        await Expect(desk.Page.Locator("#step-assessment [name=confidence]").First).ToBeFocusedAsync();
        await PressAsync(desk, "Certain", "Space");
        await PressAsync(desk, "Manage locally", "1");
        await Expect(desk.Page.Locator("[data-field=disposition][value=ManageLocally]")).ToBeCheckedAsync();
        await desk.SavedAsync();
        await PressAsync(desk, "Send: asks whose it is", "Control+Enter");
        await Expect(desk.Page.Locator(".composer__foot .confirm input")).ToBeFocusedAsync();
        await PressAsync(desk, "It is this patient’s", "Space");
        await Expect(desk.Page.Locator(".composer__foot .confirm input")).ToBeCheckedAsync();
        await PressAsync(desk, "Send", "Control+Enter");
        await Expect(desk.Page.Locator(".notice--next")).ToContainTextAsync("K.B.");
        await Shots.BothAsync(desk.Page, "console-next-case");
    }

    private async Task NextAsync(Desk desk)
    {
        await PressAsync(desk, "The next case", "n");
        await Expect(desk.Page.Locator(".band h1")).ToContainTextAsync("K.B.");
        await Expect(desk.Page.Locator(".facts, .case__facts").First).ToContainTextAsync(Second);
    }

    private static async Task UndoAsync(Desk desk)
    {
        await desk.Page.Keyboard.PressAsync("Escape");
        await Expect(desk.Line(Second)).ToBeVisibleAsync();
        await SelectAsync(desk, Second);
        var number = (await desk.Line(Second).GetAttributeAsync("id"))!["case-".Length..];
        await desk.Page.Keyboard.PressAsync("c");
        await Expect(desk.Page.Locator(".statusbar .undo")).ToContainTextAsync(number); // not the answer before it
        await Expect(desk.Line(Second)).ToContainTextAsync(Words.Of("holder.you"));
        await Shots.BothAsync(desk.Page, "console-undo");
        await desk.Page.Keyboard.PressAsync("u");
        await Expect(desk.Line(Second)).ToContainTextAsync(Words.Of("do.claim"));
    }

    /// <summary>One's own phrase, kept once and written by a stroke and three letters.</summary>
    private static async Task PhraseAsync(Desk desk, string url)
    {
        const string Text = "Paint it with salicylic acid every evening for twelve weeks.";
        await desk.Page.GotoAsync(url + "/phrases");
        await Expect(desk.Page.Locator(".phrase-form")).ToBeVisibleAsync();
        await Expect(desk.Page.GetByText(Words.Of("phrases.empty"))).ToBeVisibleAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("phrases.take") }).First.ClickAsync();
        await Expect(desk.Page.Locator("table tbody tr")).ToHaveCountAsync(1);
        await desk.Page.Locator(".phrase-form input.field").FillAsync("wart");
        await desk.Page.Locator(".phrase-form textarea").FillAsync(Text);
        await desk.Page.Locator(".phrase-form button[type=submit]").ClickAsync();
        await Expect(desk.Page.Locator("table tbody tr")).ToHaveCountAsync(2);
        await Shots.BothAsync(desk.Page, "console-phrases");

        await desk.WorklistAsync();
        await desk.OpenAsync(Second);
        await desk.ClaimAsync();
        await Expect(desk.Page.Locator(".band")).ToContainTextAsync(Words.Of("band.youHold"));
        await desk.Field("mostLikely").FocusAsync();
        await desk.Page.Keyboard.TypeAsync("Common wart. ");
        var menu = desk.Page.Locator(".phrase-menu");
        await OpensAsync(desk, menu);
        await Expect(menu.GetByRole(AriaRole.Option)).ToHaveCountAsync(2);
        await Shots.BothAsync(desk.Page, "console-phrase-menu");
        await desk.Page.Keyboard.TypeAsync("wa");
        await Expect(menu.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await desk.Page.Keyboard.PressAsync("Enter");
        await Expect(menu).ToHaveCountAsync(0);
        await Expect(desk.Field("mostLikely")).ToHaveValueAsync("Common wart. " + Text);
        await desk.SavedAsync();
        await desk.Page.ReloadAsync();
        await Expect(desk.Field("mostLikely")).ToHaveValueAsync("Common wart. " + Text);
    }

    /// <summary>The phrases come a moment after the page: a stroke before that is an ordinary one, and is typed again.</summary>
    private static async Task OpensAsync(Desk desk, ILocator menu)
    {
        for (var i = 0; i < 20; i++)
        {
            await desk.Page.Keyboard.TypeAsync("/");
            try
            {
                await Expect(menu).ToBeVisibleAsync(new() { Timeout = 2_000 });
                return;
            }
            catch (PlaywrightException)
            {
                await desk.Page.Keyboard.PressAsync("Backspace");
            }
        }
    }

    private static async Task SelectAsync(Desk desk, string question)
    {
        for (var i = 0; i < 20 && await desk.Line(question).GetAttributeAsync("aria-selected") != "true"; i++)
        {
            var before = await desk.Page.Locator(".case-row[aria-selected=true]").GetAttributeAsync("id");
            await desk.Page.Keyboard.PressAsync(i == 0 ? "k" : "j");
            await Expect(desk.Page.Locator(".case-row[aria-selected=true]")).ToHaveCountAsync(1);
            if (i > 0)
            {
                await Expect(desk.Page.Locator(".case-row[aria-selected=true]")).Not.ToHaveAttributeAsync("id", before!);
            }
        }

        await Expect(desk.Line(question)).ToHaveAttributeAsync("aria-selected", "true");
    }

    private async Task PressAsync(Desk desk, string step, string key)
    {
        await desk.Page.Keyboard.PressAsync(key);
        _pressed.Add((step, key));
    }

    /// <summary>The table of tests/README.md: it may get shorter, and must not grow unseen.</summary>
    private void CountAndKeep()
    {
        File.WriteAllLines(Path.Combine(Repository.Results, "keys.md"), ["| Step | Key |", "|---|---|", .. _pressed.Select(p => $"| {p.Step} | `{p.Keys}` |")]);
        Assert.InRange(_pressed.Count, 1, 13);
    }
}
