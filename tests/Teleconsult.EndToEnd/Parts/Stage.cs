using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Teleconsult.EndToEnd.Photos;
using Xunit;

[assembly: AssemblyFixture(typeof(Stage))]

namespace Teleconsult.EndToEnd.Parts;

/// <summary>What all browser tests share: one Chromium and one host. Tests that cut, kill or close bring their own.</summary>
public sealed class Stage : IAsyncLifetime
{
    /// <summary>For a busy machine. Tests wait for conditions, so a quick one never waits this long.</summary>
    public const float Patience = 45_000;

    internal static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private RunningHost? _host;
    private IBrowser? _browser;

    internal static string Chromium => Environment.GetEnvironmentVariable("TELECONSULT_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";

    internal IPlaywright Playwright { get; private set; } = null!;

    internal RunningHost Host => _host ?? throw new InvalidOperationException("No host.");

    internal Drawn Drawn { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _host = await RunningHost.StartNewAsync("shared", "--Languages:Pseudo=true");
        if (!File.Exists(Chromium))
        {
            return; // tests without a browser still run; the others say what is missing
        }

        Playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        _browser = await Playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
        Drawn = await Drawn.OpenAsync(_browser);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        Playwright?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    /// <summary>A phone in the hand of a worker: small, upright, with touch.</summary>
    internal async Task<Phone> PhoneAsync(string? url = null, ColorScheme colours = ColorScheme.Light, string locale = "en-GB") =>
        await Phone.OpenAsync(await ContextAsync(PhoneOptions(colours, locale)), url ?? Host.Url);

    /// <summary>The field app at a desk, as beside a fundus camera.</summary>
    internal async Task<Phone> FieldDeskAsync(ColorScheme colours = ColorScheme.Light) =>
        await Phone.OpenAsync(await ContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 }, ColorScheme = colours, TimezoneId = "UTC", Locale = "en-GB" }), Host.Url);

    /// <summary>A phone whose words are English in disguise: the host would offer them to nobody, so they are put in their chunk's place.</summary>
    internal async Task<Phone> DisguisedPhoneAsync(string words)
    {
        var options = PhoneOptions(ColorScheme.Light);
        options.ServiceWorkers = ServiceWorkerPolicy.Block; // its cache would answer before the route does
        var context = await ContextAsync(options);
        await context.RouteAsync("**/field/assets/words-en-*.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = $"export default {words};" }));
        return await Phone.OpenAsync(context, Host.Url);
    }

    /// <summary>The console on a desk.</summary>
    internal async Task<Desk> DeskAsync(string? url = null, ColorScheme colours = ColorScheme.Light, string locale = "en-GB") =>
        await Desk.OpenAsync(await ContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 }, ColorScheme = colours, TimezoneId = "UTC", Locale = locale }), url ?? Host.Url);

    /// <summary>A phone whose storage lies in a folder: it can be closed and opened again.</summary>
    internal async Task<Phone> PhoneOnDiskAsync(string folder, string url, params string[] arguments)
    {
        NeedBrowser();
        var options = PhoneOptions(ColorScheme.Light);
        var context = await Playwright.Chromium.LaunchPersistentContextAsync(folder, new()
        {
            ExecutablePath = Chromium,
            Args = [.. Arguments, .. arguments],
            ViewportSize = options.ViewportSize,
            HasTouch = options.HasTouch,
            IsMobile = options.IsMobile,
            TimezoneId = options.TimezoneId,
            Locale = options.Locale,
            ColorScheme = options.ColorScheme,
        });
        return await Phone.OpenAsync(context, url);
    }

    private static BrowserNewContextOptions PhoneOptions(ColorScheme colours, string locale = "en-GB") => new()
    {
        ViewportSize = new() { Width = 360, Height = 640 },
        HasTouch = true,
        IsMobile = true,
        ColorScheme = colours,
        TimezoneId = "UTC",
        Locale = locale,
    };

    private Task<IBrowserContext> ContextAsync(BrowserNewContextOptions options)
    {
        NeedBrowser();
        return _browser!.NewContextAsync(options);
    }

    private static void NeedBrowser() => Repository.Need(File.Exists(Chromium), $"{Chromium} is missing: tests/run.sh installs it, or name another one in TELECONSULT_CHROMIUM.");
}
