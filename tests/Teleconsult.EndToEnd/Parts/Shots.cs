using Microsoft.Playwright;
using Xunit;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>Pictures of screens. All go to the run's results, to be looked at; with <c>SCREENSHOTS=1</c> those of the README are made anew.</summary>
internal static class Shots
{
    private static int _last;

    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(Repository.Results, "shots")).FullName;

    public static Task TakeAsync(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });

    /// <summary>The same screen in light and in dark.</summary>
    public static async Task BothAsync(IPage page, string name)
    {
        await TakeAsync(page, name);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await TakeAsync(page, name + "-dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    /// <summary>How a test left its screens: the first thing to look at when it failed.</summary>
    public static async Task LastAsync(IPage page, string face)
    {
        try
        {
            await TakeAsync(page, $"last-{TestContext.Current.TestMethod?.MethodName}-{face}-{Interlocked.Increment(ref _last)}");
        }
        catch (PlaywrightException)
        {
            // the page is gone already
        }
    }

    public static async Task ForReadmeAsync(IPage page, string name)
    {
        await TakeAsync(page, "readme-" + name);
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") == "1")
        {
            Directory.CreateDirectory(Repository.In("tests", "Teleconsult.EndToEnd", "screenshots"));
            File.Copy(Path.Combine(Folder, $"readme-{name}.png"), Repository.In("tests", "Teleconsult.EndToEnd", "screenshots", name + ".png"), overwrite: true);
        }
    }
}
