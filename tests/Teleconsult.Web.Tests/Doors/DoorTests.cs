using System.Reflection;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Web.Hubs;
using Teleconsult.Web.Security;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Doors;

/// <summary>
/// Deny by default, held by the list of every door and its policy in <c>Doors.txt</c>. A new door has to be written there by
/// hand: that is the moment in which somebody says who may come through.
/// </summary>
public sealed partial class DoorTests(RunningHost host)
{
    [Fact]
    public void Every_door_names_its_policy_and_stands_in_the_list()
    {
        var doors = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => !IsFile(e))
            .SelectMany(e => MethodsOf(e).Select(m => $"{m} {PathOf(e)} -> {PolicyOf(e)}")).Distinct().Order(StringComparer.Ordinal).ToList();
        var listed = File.ReadAllLines(Path.Combine(Corpus.Repository, "tests", "Teleconsult.Web.Tests", "Doors", "Doors.txt"))
            .Where(l => l.Length > 0 && !l.StartsWith('#')).Order(StringComparer.Ordinal).ToList();

        Assert.DoesNotContain(doors, d => d.EndsWith("-> none", StringComparison.Ordinal));
        Assert.True(doors.SequenceEqual(listed), $"Not in Doors.txt:\n{string.Join('\n', doors.Except(listed))}\n\nOnly in Doors.txt:\n{string.Join('\n', listed.Except(doors))}\n");
    }

    [Fact]
    public void Files_are_open_to_all_and_read_only()
    {
        var files = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(IsFile).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Equal("anonymous", PolicyOf(f)));
        Assert.All(files, f => Assert.Subset(new HashSet<string> { "GET", "HEAD" }, MethodsOf(f).ToHashSet()));
    }

    [Fact]
    public void A_door_that_names_no_policy_would_be_shut()
    {
        var fallback = host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<AuthorizationOptions>>().Value.FallbackPolicy;
        Assert.NotNull(fallback);
        Assert.Contains(fallback.Requirements, r => r is Microsoft.AspNetCore.Authorization.Infrastructure.AssertionRequirement);
    }

    [Fact]
    public void Every_request_of_the_application_says_who_may_send_it()
    {
        var requests = Requests().ToList();
        Assert.NotEmpty(requests);
        Assert.All(requests, r => Assert.True(
            r.IsDefined(typeof(AllowedAttribute)) ^ r.IsDefined(typeof(SystemOnlyAttribute)), $"{r.Name} needs [Allowed] or [SystemOnly], one of them."));
    }

    [Fact]
    public async Task A_door_lets_in_nobody_whom_its_use_case_would_turn_away()
    {
        // Each door of a role is tried by the people of every other role: refused at the door (403), before any use case.
        var policies = new Dictionary<string, Role[]>
        {
            [Policies.Requester] = [Role.Requester],
            [Policies.Specialist] = [Role.Specialist],
            [Policies.Coordinator] = [Role.Coordinator],
            [Policies.Administrator] = [Role.Administrator],
            [Policies.Clinical] = [Role.Requester, Role.Specialist, Role.Coordinator],
            [Policies.Photos] = [Role.Requester, Role.Specialist, Role.Coordinator],
        };
        var people = new Dictionary<Role, Caller>();
        foreach (var role in Enum.GetValues<Role>())
        {
            people[role] = await Caller.SignInAsync(host, (await SecondNetwork.AddAsync(host, role)).UserName!);
        }

        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (!policies.TryGetValue(PolicyOf(endpoint), out var roles) || !PathOf(endpoint).StartsWith("/api/", StringComparison.Ordinal))
            {
                continue;
            }

            var path = Parameter().Replace(PathOf(endpoint), m => m.Value.Contains("line", StringComparison.Ordinal) ? "0" : Guid.NewGuid().ToString());
            foreach (var (role, caller) in people)
            {
                var method = new HttpMethod(MethodsOf(endpoint).First());
                var body = method == HttpMethod.Get || method == HttpMethod.Head ? null : new System.Text.Json.Nodes.JsonObject();
                var status = (int)(await caller.SendAsync(method, path, body, Guid.NewGuid())).Status;
                Assert.True(roles.Contains(role) ? status is not (401 or 500) : status is 403, $"{path} as {role}: {status}");
            }
        }
    }

    [Fact]
    public void Policies_and_use_cases_agree_on_the_roles()
    {
        // What the doors send, read from their source: the policy named beside it must not be wider than the use case's roles.
        var byPolicy = new Dictionary<string, Role[]>
        {
            ["Requester"] = [Role.Requester],
            ["Specialist"] = [Role.Specialist],
            ["Coordinator"] = [Role.Coordinator],
            ["Administrator"] = [Role.Administrator],
            ["Clinical"] = [Role.Requester, Role.Specialist, Role.Coordinator],
            ["SignedIn"] = Enum.GetValues<Role>(),
        };
        var requests = Requests().ToDictionary(r => r.Name, r => r.GetCustomAttribute<AllowedAttribute>());
        var checkedDoors = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Corpus.Repository, "src", "Teleconsult.Web", "Api"), "*Endpoints.cs"))
        {
            foreach (Match door in Sends().Matches(File.ReadAllText(file)))
            {
                var (use, policy) = (door.Groups["use"].Value, door.Groups["policy"].Value);
                var allowed = requests[use]!;
                var roles = allowed.AnyRole ? Enum.GetValues<Role>() : [.. allowed.Roles];
                if (use is not "ListWorklist") // the door tells all clinical people apart from strangers, the use case refuses requesters
                {
                    Assert.True(byPolicy[policy].All(roles.Contains), $"The door of {use} lets in {policy}, its use case only {string.Join(", ", roles)}.");
                }

                checkedDoors++;
            }
        }

        Assert.True(checkedDoors >= 15, $"Only {checkedDoors} doors were found: the search has grown blind.");
    }

    [Fact]
    public void The_hub_is_shut_to_strangers_and_has_no_other_methods_than_these()
    {
        Assert.Equal(Policies.SignedIn, typeof(ConsultsHub).GetCustomAttribute<AuthorizeAttribute>()!.Policy);
        var methods = typeof(ConsultsHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => m.GetBaseDefinition().DeclaringType == typeof(ConsultsHub) && m.Name is not "Dispose").Select(m => m.Name).Order();
        Assert.Equal(["Away", "Follow", "Present", "Typing"], methods);
        Assert.Equal([typeof(ConsultsHub)], typeof(Program).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Hub)) && !t.IsAbstract));
    }

    [Fact]
    public void Every_page_says_who_may_open_it()
    {
        var pages = typeof(Program).Assembly.GetTypes().Where(t => t.IsDefined(typeof(RouteAttribute))).ToList();
        Assert.NotEmpty(pages);
        Assert.All(pages, p => Assert.True(
            p.IsDefined(typeof(AllowAnonymousAttribute)) ^ p.GetCustomAttributes<AuthorizeAttribute>().Any(a => a.Policy is not null),
            $"{p.Name} needs [Authorize(policy)] or [AllowAnonymous]."));
    }

    private static IEnumerable<Type> Requests() => typeof(AllowedAttribute).Assembly.GetTypes()
        .Where(t => !t.IsAbstract && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)));

    private static bool IsFile(RouteEndpoint endpoint) => endpoint.Metadata.Any(m => m.GetType().Name is "StaticAssetDescriptor");

    private static string PathOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static IEnumerable<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["*"];

    private static string PolicyOf(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return "anonymous";
        }

        var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).ToList();
        return policies.Count == 0 || policies.Contains(null) ? "none" : string.Join(" + ", policies.Distinct());
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"Send\(new (?<use>\w+)\((?:(?!Map(?:Get|Post|Put|Delete))[\s\S])*?RequireAuthorization\(Policies\.(?<policy>\w+)\)")]
    private static partial Regex Sends();
}
