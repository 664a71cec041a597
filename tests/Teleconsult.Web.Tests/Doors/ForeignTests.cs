using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Domain.Access;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Doors;

/// <summary>What one may not see looks like what does not exist, at every door that names a case, a photo or a person.</summary>
public sealed partial class ForeignTests(RunningHost host)
{
    [Fact]
    public async Task A_foreign_case_and_its_photo_look_like_missing_ones_at_every_door()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var doctor = await Caller.SignInAsync(host, "dermatologist");
        var body = Bodies.Submission(photos: 1);
        var photo = body["photos"]![0]!["id"]!.ToString();
        var consult = await worker.SubmitAsync(body);
        (await doctor.PostAsync($"/api/consults/{consult}/claim", null)).Ok();
        var request = Bodies.Request("?");
        (await doctor.PostAsync($"/api/consults/{consult}/requests", request)).Ok();
        var strangers = new List<Caller>
        {
            await Caller.SignInAsync(host, "home.care"), // the same network, another worker
            await Caller.SignInAsync(host, "ophthalmologist"), // the same network, another service
        };
        foreach (var role in Enum.GetValues<Role>())
        {
            strangers.Add(await Caller.SignInAsync(host, (await SecondNetwork.AddAsync(host, role)).UserName!));
        }

        var tried = 0;
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            var names = CaseOrPhoto().IsMatch(route);
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            {
                // The submission itself: whoever knows a case's id could only learn that it is taken, and ids are not guessed.
                if (!names || (method == "PUT" && route.EndsWith("/consults/{id:guid}", StringComparison.Ordinal)))
                {
                    continue;
                }

                foreach (var stranger in strangers)
                {
                    var foreign = await TryAsync(stranger, method, Fill(route, consult, photo, request["id"]!.ToString()));
                    var missing = await TryAsync(stranger, method, Fill(route, Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), Guid.NewGuid().ToString()));
                    Assert.True((int)foreign.Status is 403 or 404, $"{method} {route}: {(int)foreign.Status} {foreign.Text}");
                    Assert.Equal((missing.Status, missing.Text), (foreign.Status, foreign.Text));
                    tried++;
                }
            }
        }

        Assert.True(tried > 100, $"Only {tried} doors were tried.");
    }

    private static Task<Answer> TryAsync(Caller stranger, string method, string path) => stranger.SendAsync(
        new HttpMethod(method), path, method is "GET" or "HEAD" or "DELETE" ? null : path switch
        {
            _ when path.EndsWith("/messages", StringComparison.Ordinal) => Bodies.Message("x"),
            _ when path.EndsWith("/requests", StringComparison.Ordinal) => Bodies.Request("x"),
            _ when path.EndsWith("/advice", StringComparison.Ordinal) => Bodies.Advice(),
            _ when path.EndsWith("/close", StringComparison.Ordinal) => Bodies.Close(),
            _ when path.EndsWith("/amendments", StringComparison.Ordinal) => new JsonObject { ["answers"] = Bodies.Answers("x") },
            _ when path.Contains("/photos/", StringComparison.Ordinal) => Bodies.Photo(),
            _ => new JsonObject { ["text"] = "x", ["patientConfirmed"] = true, ["outcome"] = "done", ["service"] = Bodies.EyeClinic },
        }, Guid.NewGuid(), "\"1\"");

    private static string Fill(string route, string consult, string photo, string request) => Parameter().Replace(route, m => m.Groups[1].Value switch
    {
        "id" => route.StartsWith("/api/photos", StringComparison.Ordinal) ? photo : consult,
        "photo" => photo,
        "request" => request,
        "line" => "0",
        _ => Guid.Empty.ToString(),
    });

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^/api/(consults|photos)/\{")]
    private static partial Regex CaseOrPhoto();
}
