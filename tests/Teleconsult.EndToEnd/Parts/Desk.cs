using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>The console as a specialist or a coordinator uses it.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly string _url;

    private Desk(IBrowserContext context, IPage page, Watch watch, string url) => (Context, Page, Watch, _url) = (context, page, watch, url);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public Watch Watch { get; }

    public static async Task<Desk> OpenAsync(IBrowserContext context, string url)
    {
        context.SetDefaultTimeout(Stage.Patience);
        var watch = await Watch.OverAsync(context);
        var page = await context.NewPageAsync();
        await page.GotoAsync(url + "/");
        return new Desk(context, page, watch, url);
    }

    public async Task SignInAsync(string who)
    {
        await Page.Locator("#name").FillAsync($"{who}@demo.example");
        await Page.Locator("#password").FillAsync(RunningHost.Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("signIn.do") }).ClickAsync();
        await LiveAsync();
    }

    public async Task WorklistAsync()
    {
        await Page.GotoAsync(_url + "/");
        await LiveAsync();
    }

    /// <summary>The list has been read and the circuit answers.</summary>
    private Task LiveAsync() => Expect(Page.Locator("#worklist")).ToBeVisibleAsync();

    /// <summary>A line of the worklist by words in it: a question is one of a kind in a test.</summary>
    public ILocator Line(string words) => Page.Locator(".case-row").Filter(new() { HasText = words });

    /// <summary>A new case waits above the list until the reader wants it, or comes at once where nobody reads: both without a reload.</summary>
    public async Task SeesAsync(string words)
    {
        var show = Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("list.show"), Exact = true });
        await Expect(Line(words).Or(show).First).ToBeVisibleAsync();
        while (await Line(words).CountAsync() == 0)
        {
            try
            {
                await show.ClickAsync(new() { Timeout = 2_000 });
            }
            catch (TimeoutException)
            {
                // the list has moved by itself meanwhile
            }

            await Expect(Line(words).Or(show).First).ToBeVisibleAsync();
        }
    }

    public async Task OpenAsync(string words)
    {
        await Line(words).Locator(".case-row__open").ClickAsync();
        await Expect(Page.Locator(".case")).ToBeVisibleAsync();
    }

    /// <summary>The coordinator's screen of the whole network.</summary>
    public async Task NetworkAsync()
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = Words.Of("nav.network") }).ClickAsync();
        await Expect(Page.Locator("#network")).ToBeVisibleAsync();
    }

    /// <summary>A line of that screen, by words in it.</summary>
    public ILocator Concern(string words) => Page.Locator(".concern").Filter(new() { HasText = words });

    public Task TabAsync(string key) => Page.GetByRole(AriaRole.Tab, new() { Name = Words.Of(key) }).ClickAsync();

    public ILocator Button(string key) => Page.GetByRole(AriaRole.Button, new() { Name = Words.Of(key), Exact = true });

    public async Task ClaimAsync()
    {
        var claim = Page.Locator(".band").GetByRole(AriaRole.Button, new() { Name = Words.Of("do.claim"), Exact = true });
        await claim.ClickAsync();
        await Expect(claim).ToHaveCountAsync(0); // the form stands there before it is one's own: who leaves the page now may leave without the case
        await Expect(Page.Locator(".composer__form")).ToBeVisibleAsync();
    }

    public ILocator Field(string name) => Page.Locator($"[data-field='{name}']");

    /// <summary>Presses the words of a choice: the round mark itself is drawn.</summary>
    public Task PickAsync(string name, string value) => Page.Locator($"label:has([data-field='{name}'][value='{value}'])").ClickAsync();

    public async Task SavedAsync() => await Expect(Page.Locator(".composer__state .live__on")).ToHaveTextAsync(Words.Like("draft.saved"));

    public async Task SendAdviceAsync()
    {
        await Page.Locator(".confirm input").CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("advice.send") }).ClickAsync();
        await Expect(Page.Locator(".notice--undo")).ToBeVisibleAsync();
    }

    public async Task WriteAsync(string text)
    {
        await TabAsync("thread.title");
        await Page.Locator(".writebox textarea").FillAsync(text);
        await Page.Locator(".writebox button").ClickAsync();
        await Expect(Page.Locator(".message").Filter(new() { HasText = text })).ToBeVisibleAsync();
    }

    public ILocator Dialog => Page.Locator("dialog[open]");

    public Task ConfirmAsync() => Dialog.Locator("button[type=submit]").ClickAsync();

    public Task ShotAsync(string name) => Shots.TakeAsync(Page, name);

    public async ValueTask DisposeAsync()
    {
        await Shots.LastAsync(Page, "desk");
        try
        {
            await Page.GotoAsync("about:blank"); // as who leaves: a circuit that nobody sees would go on opening the next case to be graded
        }
        catch (PlaywrightException)
        {
            // its page is closed already
        }

        await Context.CloseAsync();
        await Context.DisposeAsync();
    }
}
