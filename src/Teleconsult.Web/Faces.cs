namespace Teleconsult.Web;

/// <summary>The two faces on one host: the console at <c>/</c> and the field app at <c>/field/</c>.</summary>
internal static class Faces
{
    // No inline script and no eval on either face. The console's own markup has no style attributes; the policy lets them pass for the scheduler of
    // the rosters alone, which places its bars by them (a page changes within its document, so there is one policy for all). A style attribute
    // runs no script, and what it could fetch is held by img-src. 'self' covers the socket of the same host.
    // The one hash is the photo viewer's own rule against an outline on touch screens (OpenSeadragon 6.1.1).
    private const string ConsolePolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'sha256-9xTiqzfwFaL2SGb1rmr8gysEwVVjIvqWAgmZgqFqpEE='; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private const string FieldPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; "
        + "manifest-src 'self'; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string FieldPowers = "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()";
    private const string ConsolePowers = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), fullscreen=(self)";
    private const string Forever = "public, max-age=31536000, immutable";

    /// <summary>
    /// Security headers, and the field app's shell for each of its pages. Stands before routing, since it may change the path.
    /// </summary>
    public static void UseFaces(this WebApplication app) => app.Use((context, next) =>
    {
        var isField = context.Request.Path.StartsWithSegments("/field", out var rest);
        Protect(context.Response.Headers, isField, isDocument: !isField || !IsPart(rest));
        if (!isField)
        {
            return next(context);
        }

        if (!rest.HasValue)
        {
            context.Response.Redirect("/field/" + context.Request.QueryString, permanent: true);
            return Task.CompletedTask;
        }

        // What has an extension is a file: a missing script has to be 404, never the shell.
        if ((HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && !Path.HasExtension(rest))
        {
            context.Request.Path = "/field/index.html";
        }

        if (rest.StartsWithSegments("/assets"))
        {
            context.Response.OnStarting(KeepForever, context.Response);
        }

        return next(context);
    });

    /// <summary>
    /// Whether a file of the field app can only be a part of a page: what is neither document nor worker has no policies of its own,
    /// and half a kilobyte of them on each of a dozen files is a tenth of the first load on 2G.
    /// </summary>
    private static bool IsPart(PathString rest) =>
        rest.StartsWithSegments("/assets") && Path.GetExtension(rest.Value) is ".js" or ".css" or ".woff2";

    private static void Protect(IHeaderDictionary headers, bool isField, bool isDocument)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!isDocument)
        {
            return;
        }

        headers.ContentSecurityPolicy = isField ? FieldPolicy : ConsolePolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = isField ? FieldPowers : ConsolePowers;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>
    /// Vite's file names carry a hash, so their content never changes. Set as the answer starts: the asset endpoint's own
    /// headers say no-cache and are frozen. A 404 stays uncached.
    /// </summary>
    private static Task KeepForever(object state)
    {
        var response = (HttpResponse)state;
        if (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status206PartialContent or StatusCodes.Status304NotModified)
        {
            response.Headers.CacheControl = Forever;
        }

        return Task.CompletedTask;
    }
}
