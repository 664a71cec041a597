using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Teleconsult.Web.Tests.Messages;

/// <summary>What stands outside: a push service and an SMS gateway. A real HTTP server that writes down what it was sent.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Sent> _sent = new();

    private RecordingServer(WebApplication app) => _app = app;

    internal sealed record Sent(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

    public IReadOnlyList<Sent> All => [.. _sent];

    public Uri Address => new(_app.Urls.First());

    /// <summary>What it answers to a path from now on; 201 to every other.</summary>
    public ConcurrentDictionary<string, HttpStatusCode> Answers { get; } = new();

    public static async Task<RecordingServer> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var server = new RecordingServer(app);
        app.Run(server.TakeAsync);
        await app.StartAsync();
        return server;
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var path = context.Request.Path + context.Request.QueryString;
        _sent.Enqueue(new Sent(
            context.Request.Method, path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        context.Response.StatusCode = (int)Answers.GetValueOrDefault(path, HttpStatusCode.Created);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
