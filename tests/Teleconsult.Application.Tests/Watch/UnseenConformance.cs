using System.Reflection;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Watch;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Application.Tests.Watch;

/// <summary>While a trial case stands at the end of its ladder, every reading use case is asked by every role, also for its ids: nothing of it is found.</summary>
public abstract class UnseenConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    /// <summary>One's own browsers, whose push service this node has not.</summary>
    private static readonly string[] NotReading = ["TryPush", "GetPushKey"];

    [Fact]
    public async Task Nobody_finds_anything_of_it_by_any_reading_use_case()
    {
        await using var flight = await Flight.StartAsync(database);
        var (node, network) = (flight.Node, flight.Network);
        var first = await node.SendAsync(network.Worker, new SubmitConsult(Guid.CreateVersion7(), Forms.Case(network.Skin)));
        var cursor = await node.Feed.CursorAsync(await ActorAsync(node, network.Coordinator), CancellationToken.None);
        await flight.BeginAsync();
        flight.Still.Add(CanaryPart.Messages); // it stands at the end, and is not withdrawn yet
        var id = (await flight.RowAsync()).Consult!.Value;
        while (await node.InDbAsync(db => db.Consults.Where(c => c.Id == id).Select(c => (bool?)c.LadderDone).SingleOrDefaultAsync()) is not true)
        {
            await flight.RoundAsync(2);
        }

        var number = (await node.ReadAsync(id.Value)).Number;
        Guid[] ids = [id.Value, CanaryNetwork.Id.Value, CanaryNetwork.Service.Value, CanaryNetwork.Asker.Id.Value, CanaryNetwork.Keeper.Id.Value];
        string[] marks = [.. ids.Select(i => i.ToString()), number.ToString(System.Globalization.CultureInfo.InvariantCulture), "Trial case", "trial-case", "T.C."];
        var asked = 0;
        foreach (var type in Reading())
        {
            foreach (var request in Requests(type, ids, number))
            {
                foreach (var person in new[] { network.Worker, network.Dermatologist, network.Nurse, network.Coordinator, network.Administrator })
                {
                    var answer = await AskAsync(node, person, request);
                    Assert.All(marks, m => Assert.False(answer.Contains(m, StringComparison.OrdinalIgnoreCase), $"{person.Name} finds {m} by {request}: {answer}"));
                    asked++;
                }
            }
        }

        Assert.True(asked > 200, $"Only {asked} were asked.");
        flight.Still.Clear();
        await flight.EndAsync();

        // Neither the live news nor the numbers of people's cases tell of it.
        var after = await node.SendAsync(network.Worker, new SubmitConsult(Guid.CreateVersion7(), Forms.Case(network.Skin)));
        Assert.Equal(first.Number + 1, after.Number);
        await foreach (var notice in node.Feed.FollowAsync(await ActorAsync(node, network.Coordinator), null, cursor, CancellationToken.None))
        {
            Assert.NotEqual(id.Value, notice.Consult);
            if (notice.Consult == after.Id)
            {
                break;
            }
        }

        Assert.False(await node.InDbAsync(db => db.Times.AnyAsync(t => t.Consult == id)));
        Assert.DoesNotContain(node.Mail.Given, m => m.Person != network.Coordinator.Practitioner);
    }

    private static List<Type> Reading()
    {
        var all = typeof(SubmitConsult).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.GetInterfaces().Any(IsRequest) && !typeof(ICommand).IsAssignableFrom(t))
            .Where(t => !t.IsDefined(typeof(SystemOnlyAttribute)) && !NotReading.Contains(t.Name))
            .Where(t => t.Namespace != typeof(Photos.OpenPhoto).Namespace).ToList(); // it has none, and they need a store: the tests of the doors have one
        Assert.True(all.Count > 25, "Where are the reading use cases?");
        return all;
    }

    private static bool IsRequest(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IRequest<>);

    /// <summary>One for each id that it may ask for, and for each way of choosing among the others.</summary>
    private static IEnumerable<object> Requests(Type type, Guid[] ids, long number)
    {
        var parameters = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters();
        var choices = parameters.Select(p => Choices(p, ids, number)).ToList();
        var most = Math.Max(1, choices.Select(c => c.Length).DefaultIfEmpty(1).Max());
        for (var one = 0; one < most; one++)
        {
            yield return Activator.CreateInstance(type, [.. choices.Select(c => c[one % c.Length])])!;
        }
    }

    private static object?[] Choices(ParameterInfo parameter, Guid[] ids, long number)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type switch
        {
            _ when type == typeof(Guid) => [.. ids.Cast<object?>()],
            _ when type == typeof(long) => [number],
            _ when type == typeof(int) => [parameter.HasDefaultValue ? parameter.DefaultValue : 14],
            _ when type == typeof(DateOnly) => [new DateOnly(2026, 11, 20)],
            _ when type == typeof(string) => [null, "Trial case", number.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            _ when type == typeof(IReadOnlyList<string>) => [new[] { "Trial case" }],
            { IsEnum: true } => [.. Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(v => Enum.ToObject(type, v))],
            { IsValueType: true } => [Activator.CreateInstance(type)],
            _ => [null],
        };
    }

    private static async Task<string> AskAsync(Node node, Person person, object request)
    {
        var answer = request.GetType().GetInterfaces().Single(IsRequest).GetGenericArguments()[0];
        try
        {
            return await (Task<string>)typeof(UnseenConformance<TDatabase>).GetMethod(nameof(SendAsync), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(answer).Invoke(null, [node, person, request])!;
        }
        catch (Exception refused) when (refused is NotFound or AccessDenied or RuleViolation or StaleCursor)
        {
            return "";
        }
    }

    private static async Task<string> SendAsync<T>(Node node, Person person, object request) =>
        JsonSerializer.Serialize(await node.SendAsync(person, (IRequest<T>)request), Json.Options);

    private static async Task<Domain.Access.Actor> ActorAsync(Node node, Person person) =>
        (await node.Services.GetRequiredService<ActorDirectory>().FindAsync(person.Id, CancellationToken.None))!;
}
