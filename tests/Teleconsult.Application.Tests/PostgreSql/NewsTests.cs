using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Infrastructure.Persistence.PostgreSql;
using Xunit;

namespace Teleconsult.Application.Tests.PostgreSql;

/// <summary>A commit on one node wakes the readers of the others. Only the news wake here: nothing looks by itself.</summary>
public sealed class NewsTests(PostgreSqlDatabase database) : IClassFixture<PostgreSqlDatabase>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Each_commit_wakes_the_readers_of_another_node_and_again_after_the_connections_were_lost()
    {
        await using var here = new Node(database);
        await using var there = new Node(database, here.Clock);
        var network = await Network.MakeAsync(here);
        var consult = await here.SubmitAsync(network);
        using var wake = there.Services.GetRequiredService<LogWaker>().Listen();
        await there.StartNewsAsync();
        Assert.True(await wake.WaitAsync(Patience, CancellationToken.None)); // a new listener looks at once
        await here.StartNewsAsync();
        await SayAndWakeAsync();

        await database.Cluster.ExecuteAsync(
            $"""
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = '{database.Name}' and application_name in ('{PostgreSqlNews.Listener}', '{PostgreSqlNews.Notifier}')
            """);

        await SayAndWakeAsync();

        // More rounds than the few wake-ups that connecting brings by itself: each commit has to bring its own.
        async Task SayAndWakeAsync()
        {
            for (var i = 0; i < 20; i++)
            {
                await here.SayAsync(network.Worker, consult, "words");
                Assert.True(await wake.WaitAsync(Patience, CancellationToken.None));
            }
        }
    }

    [Fact]
    public async Task News_are_empty_few_and_come_from_one_connection_that_writes_nothing_else()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consults = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.SubmitAsync(network)));
        await using var listener = new NpgsqlConnection(database.Connection + ";Pooling=false");
        await listener.OpenAsync();
        var heard = new ConcurrentQueue<(int Process, string Payload)>();
        listener.Notification += (_, news) => heard.Enqueue((news.PID, news.Payload));
        await using (var listen = new NpgsqlCommand("listen teleconsult_log", listener))
        {
            await listen.ExecuteNonQueryAsync();
        }

        await node.StartNewsAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => node.SayAsync(network.Worker, consults[i % 10], "words")));
        using var patience = new CancellationTokenSource(Patience);
        await listener.WaitAsync(patience.Token);
        await using (var look = new NpgsqlCommand("select 1", listener))
        {
            await look.ExecuteNonQueryAsync(); // brings what has arrived meanwhile
        }

        var all = heard.ToArray();
        Assert.InRange(all.Length, 1, 201); // one on connecting, at most one for each commit
        Assert.All(all, news => Assert.Equal((all[0].Process, ""), news));
    }
}
