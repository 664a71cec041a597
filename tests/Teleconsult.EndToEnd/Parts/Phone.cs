using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>A patient as a worker types one.</summary>
internal sealed record Person(string Initials, int Age, string Sex);

/// <summary>The field app as a worker uses it: only what can be seen and pressed.</summary>
internal sealed class Phone : IAsyncDisposable
{
    private readonly string _url;

    private Phone(IBrowserContext context, IPage page, Watch watch, string url) => (Context, Page, Watch, _url) = (context, page, watch, url);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public Watch Watch { get; }

    public static async Task<Phone> OpenAsync(IBrowserContext context, string url)
    {
        context.SetDefaultTimeout(Stage.Patience);
        var watch = await Watch.OverAsync(context);
        var page = context.Pages.Count > 0 ? context.Pages[0] : await context.NewPageAsync();
        await page.GotoAsync(url + "/field/");
        return new Phone(context, page, watch, url);
    }

    public async Task SignInAsync(string who)
    {
        await Page.GetByLabel(Words.Of("signIn.userName")).FillAsync($"{who}@demo.example");
        await PasswordAsync();
        await Expect(Button("home.new")).ToBeVisibleAsync();
    }

    /// <summary>Types the password and signs in; the user name stands there already.</summary>
    public async Task PasswordAsync()
    {
        await Page.GetByLabel(Words.Of("signIn.password"), new() { Exact = true }).FillAsync(RunningHost.Password);
        await Button("signIn.go").ClickAsync();
    }

    /// <summary>Waits until the app has all it needs to open without a network.</summary>
    public Task ReadyForOfflineAsync() =>
        Page.WaitForFunctionAsync("async () => { const r = await navigator.serviceWorker.getRegistration('/field/'); return r?.active?.state === 'activated' && !!navigator.serviceWorker.controller; }");

    public async Task HomeAsync()
    {
        await Page.GotoAsync(_url + "/field/");
        await Expect(Button("home.new")).ToBeVisibleAsync();
    }

    /// <summary>From the list to the question's form: what it is about, who, how soon.</summary>
    public async Task BeginAsync(string template, Person patient, string urgency = "routine")
    {
        await Button("home.new").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = Words.Of($"template.{template}") }).ClickAsync();
        await Page.GetByLabel(Words.Of("patient.initials")).FillAsync(patient.Initials);
        await Page.GetByLabel(Words.Of("patient.age"), new() { Exact = true }).FillAsync($"{patient.Age}");
        await Page.GetByRole(AriaRole.Group, new() { Name = Words.Of("patient.sex") }).GetByText(Words.Of($"sex.{patient.Sex}"), new() { Exact = true }).ClickAsync();
        await Button("patient.next").ClickAsync();
        await Page.GetByText(Words.Of($"soon.{urgency}"), new() { Exact = true }).ClickAsync();
        await Button("soon.next").ClickAsync();
    }

    public async Task AskAsync(string question)
    {
        await Page.Locator("textarea").First.FillAsync(question);
        await Button("question.next").ClickAsync();
    }

    /// <summary>Gives the photo to the slot that is next and keeps it.</summary>
    public async Task PhotoAsync(FilePayload photo)
    {
        await ChooseAsync(Page.Locator(".dock").GetByRole(AriaRole.Button, new() { Name = Words.Of("photos.fromPhone") }), photo);
        await Expect(Page.Locator(".look img")).ToBeVisibleAsync();
        await Button("photos.keep").ClickAsync();
        await Expect(Page.Locator(".look")).ToHaveCountAsync(0);
    }

    /// <summary>No further photos, consent by word of mouth; stops before Send.</summary>
    public async Task ConsentAsync()
    {
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^({Words.Of("photos.enough")}|{Words.Of("photos.without")}|{Words.Of("photos.next")})$") }).ClickAsync();
        await AgreeAsync();
    }

    /// <summary>Consent by word of mouth; stops before Send.</summary>
    public async Task AgreeAsync()
    {
        await Page.GetByRole(AriaRole.Group, new() { Name = Words.Of("consent.share"), Exact = true }).GetByText(Words.Of("intake.yes")).ClickAsync();
        await Page.GetByText(Words.Of("consent.how.spoken"), new() { Exact = true }).ClickAsync();
        await Button("consent.next").ClickAsync();
        await Expect(SendButton).ToBeEnabledAsync();
    }

    public async Task SendAsync()
    {
        await SendButton.ClickAsync();
        await Expect(Page.Locator(".receipts")).ToBeVisibleAsync();
    }

    /// <summary>A whole case with its photos, sent.</summary>
    public async Task SendCaseAsync(string template, Person patient, string question, params FilePayload[] photos)
    {
        await BeginAsync(template, patient);
        await AskAsync(question);
        foreach (var photo in photos)
        {
            await PhotoAsync(photo);
        }

        await ConsentAsync();
        await SendAsync();
    }

    /// <summary>Keeps every step that the open case passes, also one that stands for a moment only.</summary>
    public Task RecordStepsAsync() => Page.EvaluateAsync(
        """
        () => {
          globalThis.steps = [];
          const look = () => {
            const now = document.querySelector('.chain [aria-current=step]')?.textContent;
            if (now && globalThis.steps.at(-1) !== now) globalThis.steps.push(now);
          };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
          look();
        }
        """);

    public Task<string[]> StepsAsync() => Page.EvaluateAsync<string[]>("() => globalThis.steps");

    /// <summary>The line that says where the open case is.</summary>
    public ILocator Headline => Page.Locator(".receipts .say b").First;

    public Task StepIsAsync(string words) => Expect(Page.Locator(".chain [aria-current=step]")).ToHaveTextAsync(words);

    public ILocator Row(string words) => Page.Locator("a.case").Filter(new() { HasText = words });

    public ILocator Button(string key) => Page.GetByRole(AriaRole.Button, new() { Name = Words.Of(key), Exact = true });

    public async Task WriteAsync(string text)
    {
        await Page.Locator(".write textarea").FillAsync(text);
        await Button("message.send").ClickAsync();
    }

    public static async Task ChooseAsync(ILocator button, FilePayload file)
    {
        var chooser = await button.Page.RunAndWaitForFileChooserAsync(() => button.ClickAsync());
        await chooser.SetFilesAsync(file);
    }

    public Task OfflineAsync(bool away) => Context.SetOfflineAsync(away);

    public Task ShotAsync(string name) => Shots.TakeAsync(Page, name);

    public async ValueTask DisposeAsync()
    {
        await Shots.LastAsync(Page, "phone");
        await Context.CloseAsync();
        await Context.DisposeAsync();
    }

    // At a desk the list has a main button of its own, before that of the case.
    private ILocator SendButton => Page.Locator(".dock button.main").Last;
}
