using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Live;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain.Access;
using Xunit;

namespace Teleconsult.Application.Tests.Live;

/// <summary>Who has a case open and who types: told at once to those who may see the case, kept nowhere, gone by itself.</summary>
public sealed class SignalTests(SqliteDatabase database) : IClassFixture<SqliteDatabase>
{
    [Fact]
    public async Task Each_side_sees_the_other_come_type_and_go()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        var doctor = await ListenAsync(node, network.Dermatologist, consult);
        var worker = await ListenAsync(node, network.Worker, consult);

        await SayAsync(node, network.Worker, consult, SignalKind.Present);
        await SayAsync(node, network.Worker, consult, SignalKind.Typing);
        await SayAsync(node, network.Worker, consult, SignalKind.Away);

        Assert.Equal([SignalKind.Present, SignalKind.Typing, SignalKind.Away], doctor.Select(s => s.Kind));
        Assert.All(doctor, s => Assert.Equal((consult, network.Worker.Id, "Amina Njeri"), (s.Consult, s.Person, s.By)));
        Assert.Empty(worker); // nobody is told of themselves
    }

    [Fact]
    public async Task Who_comes_later_is_told_who_is_there_and_not_who_was()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await SayAsync(node, network.Second, consult, SignalKind.Present);
        await SayAsync(node, network.Coordinator, consult, SignalKind.Present);
        await SayAsync(node, network.Coordinator, consult, SignalKind.Away);
        Assert.Equal("Dr Achieng", Assert.Single(await ListenAsync(node, network.Worker, consult)).By);

        node.Clock.Advance(CaseSignals.PresenceLasts);
        Assert.Empty(await ListenAsync(node, network.Worker, consult)); // who says nothing is not here any more
    }

    [Fact]
    public async Task Who_may_not_see_the_case_neither_says_nor_hears()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        var nurse = await ListenAsync(node, network.Nurse, consult);
        var colleague = await ListenAsync(node, network.Colleague, consult);
        await SayAsync(node, network.Worker, consult, SignalKind.Typing);
        Assert.Empty(nurse);
        Assert.Empty(colleague);
        await Assert.ThrowsAsync<NotFound>(() => SayAsync(node, network.Nurse, consult, SignalKind.Typing));
        await Assert.ThrowsAsync<NotFound>(() => SayAsync(node, network.Administrator, consult, SignalKind.Present));

        var doctor = await ListenAsync(node, network.Dermatologist, consult);
        await node.ClaimAsync(network.Dermatologist, consult);
        await node.SendAsync(network.Dermatologist, new RedirectConsult(consult, network.Wounds.Value));
        var wounds = await ListenAsync(node, network.Nurse, consult);
        doctor.Clear();
        wounds.Clear();
        await SayAsync(node, network.Worker, consult, SignalKind.Present);
        Assert.Equal((0, 1), (doctor.Count, wounds.Count)); // it went elsewhere, and the news with it
    }

    [Fact]
    public async Task A_fast_typist_is_told_of_now_and_then()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        var doctor = await ListenAsync(node, network.Dermatologist, consult);
        for (var i = 0; i < 100; i++)
        {
            await SayAsync(node, network.Worker, consult, SignalKind.Typing);
        }

        Assert.Single(doctor);
        node.Clock.Advance(CaseSignals.TypingPause);
        await SayAsync(node, network.Worker, consult, SignalKind.Typing);
        Assert.Equal(2, doctor.Count);
    }

    [Fact]
    public async Task Nothing_of_it_is_kept_in_the_database()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        async Task<(int Events, int Audit)> CountAsync() =>
            await node.InDbAsync(async db => (await db.Events.CountAsync(), await db.Audit.CountAsync()));
        var before = await CountAsync();
        await ListenAsync(node, network.Dermatologist, consult);
        await SayAsync(node, network.Worker, consult, SignalKind.Typing);
        Assert.Equal(before, await CountAsync());
    }

    internal static async Task<ConcurrentQueue<CaseCompany>> ListenAsync(Node node, Person person, Guid consult)
    {
        var heard = new ConcurrentQueue<CaseCompany>();
        await node.Services.GetRequiredService<CaseSignals>().ListenAsync(consult, await ActorAsync(node, person), new object(), told =>
        {
            heard.Enqueue(told);
            return Task.CompletedTask;
        }, CancellationToken.None);
        return heard;
    }

    internal static async Task SayAsync(Node node, Person person, Guid consult, SignalKind kind) =>
        await node.Services.GetRequiredService<CaseSignals>().SayAsync(await ActorAsync(node, person), consult, kind, CancellationToken.None);

    private static async Task<Actor> ActorAsync(Node node, Person person) =>
        (await node.Services.GetRequiredService<ActorDirectory>().FindAsync(person.Id, CancellationToken.None))!;
}
