using Microsoft.Playwright;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>What does not fit on a screen, or does not belong there, whatever language it is in.</summary>
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

    /// <summary>Texts that are visible and were not disguised: letters of the plain alphabet outside of what the test itself put there.</summary>
    private const string Undisguised =
        """
        (known) => {
          const texts = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const hidden = (e) => e.closest('script, style, [hidden], bdi, option, .known, [dir=auto]') || e.getClientRects().length === 0;
          for (let node = walker.nextNode(); node; node = walker.nextNode()) if (!hidden(node.parentElement)) texts.push(node.data.trim());
          for (const e of document.querySelectorAll('[aria-label], [title], [placeholder]')) texts.push(...['aria-label', 'title', 'placeholder'].map((a) => e.getAttribute(a) ?? ''));
          return [...new Set(texts.filter((text) => {
            let left = text;
            for (const one of known) left = left.split(one).join(' ');
            return /[A-Za-z]{3,}/.test(left);
          }))];
        }
        """;

    public static async Task<IReadOnlyList<string>> TooWideAsync(IPage page) => await page.EvaluateAsync<string[]>(TooWide);

    /// <param name="known">What may stand in plain letters, the longest first: names, and texts of forms.</param>
    public static async Task<IReadOnlyList<string>> UndisguisedAsync(IPage page, IEnumerable<string> known) =>
        await page.EvaluateAsync<string[]>(Undisguised, known.OrderByDescending(k => k.Length).ToArray());
}
