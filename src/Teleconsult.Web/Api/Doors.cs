using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Teleconsult.Web.Api;

/// <summary>All doors of the JSON API and of the watchers.</summary>
internal static class Doors
{
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api");
        api.MapAuth();
        api.MapConsults();
        api.MapDirectory();
        api.MapPhotos();
        api.MapUploads();
        api.Map("/{**rest}", () => Results.NotFound()).AllowAnonymous().ExcludeFromDescription(); // a problem, not a sign-in page
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous(); // a description, no data
    }

    /// <summary>For load balancers and monitors: states only, no data.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains("ready") }).AllowAnonymous();
        app.MapHealthChecks("/health/heartbeat", new HealthCheckOptions { Predicate = c => c.Tags.Contains("heartbeat") }).AllowAnonymous();
    }
}
