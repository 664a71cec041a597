using System.Globalization;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Api;

/// <summary>tus 1.0.0 at <c>/api/uploads</c>: core protocol, creation, creation-with-upload, checksum, expiration, termination.</summary>
internal static class UploadEndpoints
{
    private const string Extensions = "creation,creation-with-upload,checksum,expiration,termination";

    public static void MapUploads(this IEndpointRouteBuilder api)
    {
        // What the server can do is no secret, and a client may ask before it signs in.
        api.MapMethods("/uploads", [HttpMethods.Options], Describe).AllowAnonymous().WithTags("Uploads").WithSummary("What the upload protocol offers");

        var uploads = api.MapGroup("/uploads").RequireAuthorization(Policies.Requester).AddEndpointFilter(AnswerAsync).WithTags("Uploads");
        uploads.MapPost("", CreateAsync).WithSummary("Create the upload of an announced photo, with or without its first bytes");
        uploads.MapMethods("/{photo:guid}", [HttpMethods.Head], (Guid photo, HttpContext http, Uploads door) => LookAsync(photo, http, door))
            .WithSummary("Where the upload stands");
        uploads.MapPatch("/{photo:guid}", AppendAsync).WithSummary("Append bytes at an offset");
        uploads.MapDelete("/{photo:guid}", TerminateAsync).WithSummary("Give the upload up");
        uploads.MapPost("/{photo:guid}", OverrideAsync).WithSummary("Any of the above, for networks that let only GET and POST through");
    }

    /// <summary>"An OPTIONS request MAY be used to gather information about the Server's current configuration."</summary>
    private static IResult Describe(HttpResponse response)
    {
        response.Headers["Tus-Resumable"] = UploadPreconditions.Version;
        response.Headers["Tus-Version"] = UploadPreconditions.Version;
        response.Headers["Tus-Extension"] = Extensions;
        response.Headers["Tus-Max-Size"] = CanonicalPhoto.MaxBytes.ToString(CultureInfo.InvariantCulture);
        response.Headers["Tus-Checksum-Algorithm"] = UploadChecksum.Algorithms;
        return Results.NoContent();
    }

    private static async Task<IResult> CreateAsync(HttpContext http, Uploads door)
    {
        var length = UploadPreconditions.LengthIsGiven(http.Request);
        UploadPreconditions.LengthIsWithinLimit(length);
        var metadata = UploadPreconditions.MetadataIsReadable(http.Request);
        if (UploadBody.IsPresent(http.Request))
        {
            UploadPreconditions.ContentIsOffsetStream(http.Request);
        }

        using var checksum = UploadPreconditions.ChecksumIsKnown(http.Request);
        var state = await door.CreateAsync(http, metadata, length, checksum);
        http.Response.Headers.Location = $"{http.Request.PathBase}/api/uploads/{state.Photo.Value}";
        return Say(http, state, StatusCodes.Status201Created);
    }

    /// <summary>
    /// "The Server MUST always include the Upload-Offset header in the response for a HEAD request" and "MUST prevent the client
    /// and/or proxies from caching the response".
    /// </summary>
    private static async Task<IResult> LookAsync(Guid photo, HttpContext http, Uploads door)
    {
        var state = await door.LookAsync(photo);
        http.Response.Headers["Upload-Length"] = state.Length.ToString(CultureInfo.InvariantCulture);
        return Say(http, state, StatusCodes.Status200OK);
    }

    private static async Task<IResult> AppendAsync(Guid photo, HttpContext http, Uploads door)
    {
        UploadPreconditions.ContentIsOffsetStream(http.Request);
        var offset = UploadPreconditions.OffsetIsGiven(http.Request);
        using var checksum = UploadPreconditions.ChecksumIsKnown(http.Request);
        return Say(http, await door.AppendAsync(http, photo, offset, checksum), StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> TerminateAsync(Guid photo, Uploads door)
    {
        await door.TerminateAsync(photo);
        return Results.NoContent();
    }

    /// <summary>
    /// "The Server MUST ignore the method of the request if the X-HTTP-Method-Override header is present, and treat its value as
    /// the method."
    /// </summary>
    private static Task<IResult> OverrideAsync(Guid photo, HttpContext http, Uploads door) =>
        http.Request.Headers["X-HTTP-Method-Override"].ToString().ToUpperInvariant() switch
        {
            "HEAD" => LookAsync(photo, http, door),
            "PATCH" => AppendAsync(photo, http, door),
            "DELETE" => TerminateAsync(photo, door),
            _ => Task.FromResult(Results.StatusCode(StatusCodes.Status405MethodNotAllowed)),
        };

    private static IResult Say(HttpContext http, UploadState state, int status)
    {
        http.Response.Headers["Upload-Offset"] = state.Offset.ToString(CultureInfo.InvariantCulture);
        if (state.Expires is { } expires)
        {
            http.Response.Headers["Upload-Expires"] = expires.ToString("R", CultureInfo.InvariantCulture);
        }

        return Results.StatusCode(status);
    }

    /// <summary>What every answer carries, and what a refusal by the protocol looks like.</summary>
    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers["Tus-Resumable"] = UploadPreconditions.Version;
        headers.CacheControl = "no-store";
        var problems = http.RequestServices.GetRequiredService<Problems>();
        try
        {
            UploadPreconditions.VersionIsSupported(http.Request);
            return await next(context);
        }
        catch (UploadRefusal refused)
        {
            if (refused.Offset is { } offset)
            {
                headers["Upload-Offset"] = offset.ToString(CultureInfo.InvariantCulture);
            }

            await problems.WriteAsync(http, refused.Status, refused.Code, new Dictionary<string, object>(), CancellationToken.None);
        }
        catch (IOException e) when (e is not Microsoft.AspNetCore.Http.BadHttpRequestException) // a full disk under the bytes in flight: what has arrived stays
        {
            await problems.TryHandleAsync(http, new PhotoStoreUnavailable(e), CancellationToken.None);
        }
        catch (Exception e) when (e is RuleViolation or NotFound or PhotoStoreUnavailable)
        {
            // Here, not in the host's own handler: that one would drop the protocol's headers.
            await problems.TryHandleAsync(http, e, CancellationToken.None);
        }

        return Results.Empty;
    }
}
