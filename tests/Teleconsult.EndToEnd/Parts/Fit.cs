using Microsoft.Playwright;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>What does not fit on a screen, whatever language it is in.</summary>
internal static class Fit
{
    private const string TooWide =
        """
        () => {
          const shown = (e) => e.getClientRects().length > 0;
          const said = (e) => e.tagName.toLowerCase() + '.' + e.className + ' "' + e.textContent.trim().slice(0, 40) + '"';
          const out = document.documentElement.scrollWidth > innerWidth + 1 ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
          for (const e of document.querySelectorAll('button, .btn, h1, h2, legend, th, .tag, .chip, label, .opt, .option'))
            if (shown(e) && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline' && getComputedStyle(e).textOverflow !== 'ellipsis' && !e.closest('.visually-hidden, .away')) out.push(said(e));
          for (const e of document.querySelectorAll('.option, .segment label, .dock button'))
            if (shown(e) && e.getBoundingClientRect().right > innerWidth + 1) out.push(said(e) + ' is cut off');
          return out;
        }
        """;

    public static async Task<IReadOnlyList<string>> TooWideAsync(IPage page) => await page.EvaluateAsync<string[]>(TooWide);
}
