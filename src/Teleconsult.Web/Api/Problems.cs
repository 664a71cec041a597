using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Api;

/// <summary>RFC 9457 problem details: a stable code, and a sentence that a health worker can act on, from the catalogue.</summary>
internal sealed class Problems(Languages languages, ILogger<Problems> logger) : IExceptionHandler
{
    private static readonly Dictionary<string, int> Statuses = new()
    {
        ["consult.erased"] = StatusCodes.Status410Gone,
        ["erasure.case-open"] = StatusCodes.Status409Conflict,
        ["consult.held"] = StatusCodes.Status409Conflict,
        ["consult.answered"] = StatusCodes.Status409Conflict,
        ["consult.closed"] = StatusCodes.Status409Conflict,
        ["consult.not-held"] = StatusCodes.Status409Conflict,
        ["consult.other-submission"] = StatusCodes.Status409Conflict,
        ["advice.released"] = StatusCodes.Status409Conflict,
        ["advice.replaced"] = StatusCodes.Status409Conflict,
        ["draft.elsewhere"] = StatusCodes.Status409Conflict,
        ["consult.content-changed"] = StatusCodes.Status412PreconditionFailed,
        ["precondition.missing"] = StatusCodes.Status428PreconditionRequired,
        ["body.too-large"] = StatusCodes.Status413PayloadTooLarge,
        ["body.invalid"] = StatusCodes.Status400BadRequest,
        ["idempotency.no-key"] = StatusCodes.Status400BadRequest,
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsApi(httpContext))
        {
            return false;
        }

        var (status, code, arguments) = exception switch
        {
            RuleViolation v => (Statuses.GetValueOrDefault(v.Code, StatusCodes.Status422UnprocessableEntity), v.Code, v.Arguments),
            NotFound n => (StatusCodes.Status404NotFound, n.Code, None),
            AccessDenied a => (a.Code.StartsWith("auth.", StringComparison.Ordinal) ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden, a.Code, None),
            StaleCursor => (StatusCodes.Status410Gone, "cursor.stale", None),
            KeyErased => (StatusCodes.Status410Gone, "consult.erased", None),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (StatusCodes.Status413PayloadTooLarge, "body.too-large", None),
            BadHttpRequestException or JsonException => (StatusCodes.Status400BadRequest, "body.invalid", None),
            OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested => (499, "request.cut", None),
            PhotoNotInStore or PhotoUnreadable => (StatusCodes.Status404NotFound, "photo.unknown", None),
            PhotoStoreUnavailable or KeySharesUnavailable => (StatusCodes.Status503ServiceUnavailable, "server.busy", None), // the phone keeps the photo and comes again
            DbUpdateException => (StatusCodes.Status503ServiceUnavailable, "server.busy", None), // lost every race: the same request may win later
            System.Data.Common.DbException { IsTransient: true } => (StatusCodes.Status503ServiceUnavailable, "server.busy", None), // a lost connection, a failover
            _ => (StatusCodes.Status500InternalServerError, "server.error", None),
        };
        if (status is StatusCodes.Status503ServiceUnavailable)
        {
            var wait = exception is PhotoStoreUnavailable { RetryAfter: { } said } ? Math.Max(1, Math.Ceiling(said.TotalSeconds)) : 2;
            httpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        }

        // A photo that the case has and the store has not is a loss, whatever the answer says.
        if (status is StatusCodes.Status500InternalServerError or StatusCodes.Status503ServiceUnavailable || exception is PhotoNotInStore or PhotoUnreadable)
        {
            logger.LogError(exception, "{Method} {Route} failed", httpContext.Request.Method, (httpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
        }

        if (!httpContext.Response.HasStarted)
        {
            await WriteAsync(httpContext, status, code, await WithNamesAsync(httpContext, arguments, cancellationToken), cancellationToken);
        }

        return true;
    }

    /// <summary>A rule names people by id; a sentence names them by name. Staff alone: no rule carries a patient.</summary>
    private static async ValueTask<IReadOnlyDictionary<string, object>> WithNamesAsync(
        HttpContext context, IReadOnlyDictionary<string, object> arguments, CancellationToken cancellationToken)
    {
        if (!arguments.TryGetValue("holder", out var holder) || holder is not Guid id)
        {
            return arguments;
        }

        var names = await context.RequestServices.GetRequiredService<NameDirectory>()
            .OfAsync(context.RequestServices.GetRequiredService<CurrentUser>().Actor.Network, cancellationToken);
        return new Dictionary<string, object>(arguments) { ["holder"] = names.Person(new PractitionerId(id)).Name, ["holderId"] = id };
    }

    /// <summary>A bare status (401 of a challenge, 404 of no route) gets its problem too.</summary>
    public static void UseBareStatuses(WebApplication app) => app.UseStatusCodePages(async pages =>
    {
        var context = pages.HttpContext;
        if (IsApi(context))
        {
            var code = context.Response.StatusCode switch
            {
                StatusCodes.Status400BadRequest => "body.invalid",
                StatusCodes.Status401Unauthorized => "auth.signed-out",
                StatusCodes.Status403Forbidden => "access.denied",
                StatusCodes.Status404NotFound => "not-found",
                StatusCodes.Status405MethodNotAllowed => "method.not-allowed",
                StatusCodes.Status413PayloadTooLarge => "body.too-large",
                StatusCodes.Status415UnsupportedMediaType => "body.type",
                StatusCodes.Status429TooManyRequests => "server.busy",
                _ => "unknown",
            };
            await context.RequestServices.GetRequiredService<Problems>().WriteAsync(context, context.Response.StatusCode, code, None, context.RequestAborted);
        }
    });

    public Task WriteAsync(HttpContext context, int status, string code, IReadOnlyDictionary<string, object> arguments, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        var language = ReaderLanguage.Of(context);
        context.Response.Headers.ContentLanguage = language;
        context.Response.Headers.Append("Vary", "Accept-Language");
        var problem = new
        {
            type = $"https://teleconsult.example/problems/{code}",
            title = code,
            status,
            detail = languages.Of(language).SharedRefusal(code, arguments),
            code,
            arguments = arguments.Count == 0 ? null : arguments,
        };
        return context.Response.WriteAsJsonAsync(problem, Json.Options, "application/problem+json", cancellationToken);
    }

    private static IReadOnlyDictionary<string, object> None { get; } = new Dictionary<string, object>();

    private static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/hubs") || context.Request.Path.StartsWithSegments("/openapi");
}
