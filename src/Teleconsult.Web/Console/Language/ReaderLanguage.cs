using System.Globalization;
using Teleconsult.Application.Pipeline;

namespace Teleconsult.Web.Console.Language;

/// <summary>
/// Which language a request is answered in: what the person has chosen at this browser or, at another one, before they signed in here
/// (the console's cookie), else what the browser asks for. Circuits take it over from the request that opened them, through <see cref="CultureInfo.CurrentUICulture"/>.
/// </summary>
internal static class ReaderLanguage
{
    public const string Cookie = "language";

    public static string Of(HttpContext context)
    {
        var languages = context.RequestServices.GetRequiredService<Languages>();
        var asked = context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.ToString());
        if (IsPaper(context.Request.Path) && context.Request.Query["language"].ToString() is { Length: > 0 } reads)
        {
            return languages.Pick([reads]);
        }

        return IsConsole(context)
            ? languages.Pick(context.Request.Cookies[Cookie] is { Length: > 0 } chosen ? asked.Prepend(chosen) : asked, console: true)
            : languages.Pick(asked);
    }

    public static void UseReaderLanguage(this WebApplication app) => app.Use((context, next) =>
    {
        var languages = context.RequestServices.GetRequiredService<Languages>();
        if (languages.Withheld.Any(l => IsFileOf(l.Tag, context.Request.Path)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var language = Of(context);
        CultureInfo.CurrentUICulture = languages.Of(language).Culture;
        context.RequestServices.GetRequiredService<CurrentUser>().Read(language);
        return next(context);
    });

    /// <summary>The choice of a person at this browser, kept for a year. A tag that is not offered changes nothing.</summary>
    /// <returns>Whether it is offered.</returns>
    public static bool Choose(HttpContext context, string? tag)
    {
        var offered = context.RequestServices.GetRequiredService<Languages>().OfConsole.Any(l => l.Tag == tag);
        if (offered)
        {
            context.Response.Cookies.Append(Cookie, tag!, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
            });
        }

        return offered;
    }

    private static bool IsConsole(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/hubs") && !context.Request.Path.StartsWithSegments("/openapi");

    /// <summary>A paper is for somebody else's file: its address says in which language they read.</summary>
    private static bool IsPaper(PathString path) => path.StartsWithSegments("/case") && (path.Value?.EndsWith("/paper", StringComparison.Ordinal) ?? false);

    /// <summary>The words themselves, and the field app's chunks of words and forms.</summary>
    private static bool IsFileOf(string tag, PathString path) =>
        path.StartsWithSegments($"/words/{tag}")
        || (path.StartsWithSegments("/field/assets") && path.Value!.AsSpan("/field/assets/".Length) is var file
            && (file.StartsWith($"words-{tag}-", StringComparison.OrdinalIgnoreCase) || file.StartsWith($"form-{tag}-", StringComparison.OrdinalIgnoreCase)));
}
