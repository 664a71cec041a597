using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Tests.PostgreSql;
using Xunit;

namespace Teleconsult.Application.Tests.PostgreSql;

/// <summary>The line to the server breaks at the commit. Nobody at this end can know what happened: the key finds out.</summary>
public sealed class LostCommitTests(PostgreSqlDatabase database) : IClassFixture<PostgreSqlDatabase>
{
    [Theory]
    [InlineData(Cut.Before)]
    [InlineData(Cut.During)]
    [InlineData(Cut.After)]
    internal async Task A_write_under_its_key_has_one_effect_and_one_answer(Cut cut)
    {
        PostgreSqlCluster.Need();
        await using var cutter = new CommitCutter(database.SocketFolder) { Cut = cut };
        await using var line = database.Through(cutter.Port);
        await using var node = new Node(line);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        for (var i = 1; i <= 20; i++)
        {
            cutter.Arm();
            var (key, command) = (Guid.NewGuid(), new PostMessage(consult, Guid.CreateVersion7(), "words", null));
            var answer = await node.SendAsync(network.Worker, command, key, "body");
            Assert.Equal((i, Node.Begun + i), (cutter.Done, answer.Version));
            Assert.Equal(answer, await node.SendAsync(network.Worker, command, key, "body")); // the phone asks again
        }

        Assert.Equal(20, await node.InDbAsync(db => db.Messages.CountAsync(m => m.Consult == new ConsultId(consult))));
        Assert.Equal(Node.Begun + 20, (await node.EventsOfAsync(consult)).Count);
    }

    [Fact]
    public async Task A_write_without_a_key_is_not_tried_again()
    {
        PostgreSqlCluster.Need();
        await using var cutter = new CommitCutter(database.SocketFolder) { Cut = Cut.After };
        await using var line = database.Through(cutter.Port);
        await using var node = new Node(line);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        cutter.Arm();

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => node.SayAsync(network.Worker, consult, "words"));

        Assert.Equal(["consultSubmitted", "consultOffered", "messagePosted"], await node.EventsOfAsync(consult));
    }
}
