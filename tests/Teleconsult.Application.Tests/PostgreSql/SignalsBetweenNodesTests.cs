using System.Collections.Concurrent;
using Teleconsult.Application.Live;
using Teleconsult.Application.Tests.Live;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Infrastructure.Persistence.PostgreSql;
using Xunit;

namespace Teleconsult.Application.Tests.PostgreSql;

/// <summary>The two sides of a case may sit at two nodes: presence and typing cross, and nothing else does.</summary>
public sealed class SignalsBetweenNodesTests(PostgreSqlDatabase database) : IClassFixture<PostgreSqlDatabase>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_is_said_on_one_node_is_heard_on_the_other_also_after_the_lines_were_cut()
    {
        await using var here = new Node(database);
        await using var there = new Node(database, here.Clock);
        var network = await Network.MakeAsync(here);
        var consult = await here.SubmitAsync(network);
        await here.StartNewsAsync();
        await there.StartNewsAsync();
        var doctor = await SignalTests.ListenAsync(there, network.Dermatologist, consult);
        var nurse = await SignalTests.ListenAsync(there, network.Nurse, consult);
        var neighbour = await SignalTests.ListenAsync(here, network.Second, consult);

        await SayUntilHeardAsync(here, network.Worker, consult, doctor);
        Assert.All(doctor, s => Assert.Equal((consult, network.Worker.Id, "Amina Njeri"), (s.Consult, s.Person, s.By)));
        Assert.Empty(nurse); // asked on the node that tells

        await database.Cluster.ExecuteAsync(
            $"""
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = '{database.Name}' and application_name in ('{PostgreSqlSignals.Listener}', '{PostgreSqlSignals.Notifier}')
            """);
        doctor.Clear();
        neighbour.Clear();
        await SayUntilHeardAsync(here, network.Worker, consult, doctor);
        await SayUntilHeardAsync(there, network.Coordinator, consult, neighbour, network.Coordinator.Id);
    }

    /// <summary>What is lost with a connection is said anew: so does every screen, and so does this.</summary>
    private static async Task SayUntilHeardAsync(Node node, Person person, Guid consult, ConcurrentQueue<CaseCompany> heard, Guid? of = null)
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!heard.Any(s => s.Person == (of ?? person.Id)))
        {
            Assert.True(Environment.TickCount64 < until, "Nothing was heard on the other node.");
            node.Clock.Advance(CaseSignals.PresencePause);
            await SignalTests.SayAsync(node, person, consult, SignalKind.Present);
            await Task.Delay(50);
        }
    }
}
