using MediatR;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Learning;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Application.Sync;
using Teleconsult.Application.Worklist;
using Teleconsult.Web.Console.Language;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Api;

internal static class DirectoryEndpoints
{
    public static void MapDirectory(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me", (IMediator mediator, CancellationToken ct) => mediator.Send(new GetMe(), ct))
            .RequireAuthorization(Policies.SignedIn).WithTags("Directory").WithSummary("Who I am, whom I can ask, what was promised");

        api.MapGet("/me/figures", async (IMediator mediator, HttpResponse response, CancellationToken ct) =>
            {
                response.Headers.CacheControl = "no-store";
                return OwnFiguresView.Of(await mediator.Send(new GetOwnFigures(), ct));
            })
            .RequireAuthorization(Policies.SignedIn).WithTags("Directory").WithSummary("My own figures of 90 days, which nobody else sees unless they say why");

        api.MapGet("/me/digest", async (string? month, IMediator mediator, HttpResponse response, CancellationToken ct) =>
            {
                response.Headers.CacheControl = "no-store";
                return DigestView.Of(await mediator.Send(new GetDigest(DigestView.Read(month)), ct));
            })
            .RequireAuthorization(Policies.Requester).WithTags("Directory").WithSummary("What became of my patients in a month (2026-11); without one, the last whole one");

        api.MapGet("/languages", (Languages languages) => languages.Offered.Select(l => new LanguageView(l.Tag, l.Name, l.IsUnreviewed)))
            .AllowAnonymous().WithTags("Directory").WithSummary("The languages that this host offers"); // the sign-in page asks too

        api.MapGet("/sync", (string? after, int? limit, IMediator mediator, CancellationToken ct) => mediator.Send(new GetChanges(after, limit ?? 200), ct))
            .RequireAuthorization(Policies.SignedIn).WithTags("Sync").WithSummary("What changed after a cursor, in order; without one, a snapshot");

        api.MapGet("/worklist", (WorklistTab? tab, int? limit, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ListWorklist(tab ?? WorklistTab.ToAnswer, limit ?? 200), ct))
            .RequireAuthorization(Policies.Clinical).WithTags("Worklist").WithSummary("Open cases by what is due next");

        api.MapGet("/devices", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListMyDevices(), ct))
            .RequireAuthorization(Policies.SignedIn).WithTags("Devices").WithSummary("My devices");

        api.MapDelete("/devices/{id:guid}", (Guid id, IMediator mediator, CancellationToken ct) => mediator.Send(new RevokeDevice(id), ct))
            .RequireAuthorization(Policies.SignedIn).WithIdempotencyKey().WithTags("Devices").WithSummary("Revoke a device of mine");

        api.MapGet("/people/devices", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListNetworkDevices(), ct))
            .RequireAuthorization(Policies.Administrator).WithTags("Devices").WithSummary("Devices of the network's people");

        api.MapDelete("/people/{person:guid}/devices/{id:guid}", (Guid person, Guid id, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new RevokeDevice(id, person), ct))
            .RequireAuthorization(Policies.Administrator).WithIdempotencyKey().WithTags("Devices").WithSummary("Revoke a device of the network");
    }

    /// <param name="Unreviewed">A translation of clinical text that no clinician has reviewed.</param>
    internal sealed record LanguageView(string Tag, string Name, bool Unreviewed);
}
