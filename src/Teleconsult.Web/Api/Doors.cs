using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;

namespace Teleconsult.Web.Api;

/// <summary>All doors of the JSON API and of the watchers.</summary>
internal static class Doors
{
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api");
        api.MapAuth();
        api.MapConsults();
        api.MapCourtesy();
        api.MapReferrals();
        api.MapDirectory();
        api.MapPhotos();
        api.MapUploads();
        api.MapAlerts();
        api.Map("/{**rest}", Lost).AllowAnonymous().ExcludeFromDescription(); // a problem, not a sign-in page
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous(); // a description, no data
    }

    /// <summary>
    /// Nothing is here, or what is here takes JSON: routing passes over a door whose kind of body was not named, and what is left is this one.
    /// RFC 9110 §15.5.16.
    /// </summary>
    private static IResult Lost(HttpContext context, EndpointDataSource doors)
    {
        var request = context.Request;
        var takesBody = !request.HasJsonContentType() && doors.Endpoints.OfType<RouteEndpoint>().Any(door =>
            door.Metadata.GetMetadata<IAcceptsMetadata>() is not null
            && door.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(request.Method) is true
            && new TemplateMatcher(new RouteTemplate(door.RoutePattern), []).TryMatch(request.Path, []));
        return Results.StatusCode(takesBody ? StatusCodes.Status415UnsupportedMediaType : StatusCodes.Status404NotFound);
    }

    /// <summary>For load balancers and monitors: states only, no data.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains("ready") }).AllowAnonymous();
        app.MapHealthChecks("/health/heartbeat", new HealthCheckOptions { Predicate = c => c.Tags.Contains("heartbeat") }).AllowAnonymous();
    }
}
