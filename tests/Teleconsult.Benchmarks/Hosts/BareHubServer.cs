using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Teleconsult.Benchmarks.Hosts;

/// <summary>A SignalR hub without our code: what is put is read and told to whoever is connected, kept nowhere.</summary>
internal static class BareHubServer
{
    public const string Mode = "serve-hub";

    public static async Task RunAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.MapGet("/ready", () => "ok");
        app.MapHub<EchoHub>("/hubs/consults");
        app.MapPut("/api/consults/{id:guid}", async (Guid id, HttpRequest request, IHubContext<EchoHub> hub) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            await hub.Clients.All.SendAsync("notice", new { consult = id });
        });
        await app.RunAsync(address);
    }

    private sealed class EchoHub : Hub;
}
