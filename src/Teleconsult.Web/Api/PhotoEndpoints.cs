using MediatR;
using Microsoft.Net.Http.Headers;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Photos;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Api;

internal static class PhotoEndpoints
{
    public static void MapPhotos(this IEndpointRouteBuilder api)
    {
        var photos = api.MapGroup("/photos").RequireAuthorization(Policies.Photos).WithTags("Photos");

        photos.MapGet("/{id:guid}", async (Guid id, HttpResponse response, IMediator mediator, CancellationToken ct) =>
                Picture(id, response, await mediator.Send(new OpenPhoto(id), ct)))
            .WithSummary("The stored photo: JPEG, PNG or WebP; ranges are served")
            .Produces(StatusCodes.Status200OK, null, "image/jpeg", "image/png", "image/webp")
            .ProducesProblem(StatusCodes.Status404NotFound);

        photos.MapGet("/{id:guid}/original", async (Guid id, HttpResponse response, IMediator mediator, CancellationToken ct) =>
                Picture(id, response, await mediator.Send(new OpenOriginal(id), ct), "original"))
            .WithSummary("The picture as captured, where the photo is its grading copy; ranges are served")
            .Produces(StatusCodes.Status200OK, null, "image/jpeg", "image/png", "image/webp")
            .ProducesProblem(StatusCodes.Status404NotFound);

        photos.MapGet("/{id:guid}/preview", async (Guid id, HttpResponse response, IMediator mediator, CancellationToken ct) =>
                Picture(id, response, await mediator.Send(new OpenPreview(id), ct)))
            .WithSummary("The small picture that travelled with the submission")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .ProducesProblem(StatusCodes.Status404NotFound);

        photos.MapGet("/teaching/{card:guid}", async (Guid card, HttpResponse response, IMediator mediator, CancellationToken ct) =>
            {
                var picture = Picture(card, response, await mediator.Send(new OpenTeachingPhoto(card), ct));
                response.Headers.CacheControl = "private, no-store"; // a card that is withdrawn is gone
                return picture;
            })
            .WithSummary("The photo of a teaching card of the network")
            .Produces(StatusCodes.Status200OK, null, "image/jpeg", "image/png", "image/webp")
            .ProducesProblem(StatusCodes.Status404NotFound);

        api.MapPut("/consults/{id:guid}/photos/{photo:guid}", (Guid id, Guid photo, RetakeBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AnnouncePhoto(id, body.ToForm(photo), body.Answers), ct))
            .RequireAuthorization(Policies.Requester)
            .WithIdempotencyKey()
            .WithTags("Photos")
            .WithSummary("Announce one more photo of a consult, for example a retake")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    /// <param name="Answers">The retake request that it answers, or null.</param>
    internal sealed record RetakeBody(
        string Slot, Laterality Laterality, long Bytes, string Sha256, int? Width, int? Height, DateTimeOffset? TakenAt, byte[]? Preview, Guid? Answers,
        OriginalForm? Original = null, PhotoCheck? Check = null)
    {
        public PhotoForm ToForm(Guid id) => new(id, Slot, Laterality, Bytes, Sha256, Width, Height, TakenAt, Preview, Original, Check);
    }

    private static IResult Picture(Guid id, HttpResponse response, PhotoContent content, string? rendition = null)
    {
        // The bytes of an id never change. "private": shared caches must not keep a patient's photo.
        response.Headers.CacheControl = "private, max-age=31536000, immutable, no-transform";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Results.Stream(
            content.Bytes, content.Kind.MediaType(), lastModified: content.StoredAt, entityTag: new EntityTagHeaderValue($"\"{id:n}{rendition}\""), enableRangeProcessing: true);
    }
}
