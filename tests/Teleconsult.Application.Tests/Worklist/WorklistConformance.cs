using Teleconsult.Application.Consults;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Application.Tests.Worklist;

/// <summary>Each tab shows what is in it, by what is due next, and counts say the same as lists; what is closed is in none.</summary>
public abstract class WorklistConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task Each_tab_holds_its_cases_in_the_order_of_what_is_due_and_the_counts_agree()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        await node.SubmitAsync(await Network.MakeAsync(node)); // a stranger's
        var routine = await node.SubmitAsync(network);
        var urgent = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent));
        var elsewhere = await node.SubmitAsync(network, Forms.Case(network.Wounds));
        var lost = await node.SubmitAsync(network, Forms.Case(null));
        var held = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, held);
        var asked = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, asked);
        await node.SendAsync(network.Dermatologist, new AskRequester(asked, Guid.CreateVersion7(), null, "Since when?"));
        var (unread, closed) = (await node.SubmitAsync(network), await node.SubmitAsync(network));
        await AnswerAsync(node, network, unread);
        var advice = await AnswerAsync(node, network, closed);
        await node.SendAsync(network.Worker, new ReadAdvice(closed, advice, PatientConfirmed: true));
        await node.SendAsync(network.Worker, new CloseConsult(closed, "new", "avoided", 5, true, null));

        await SeesAsync(node, network.Dermatologist, new()
        {
            [WorklistTab.ToAnswer] = [urgent, routine, held, asked],
            [WorklistTab.Mine] = [held, asked],
            [WorklistTab.WaitingForInformation] = [asked],
            [WorklistTab.AnsweredUnread] = [unread],
        });
        await SeesAsync(node, network.Coordinator, new() { [WorklistTab.ToAllocate] = [lost], [WorklistTab.AllOpen] = [urgent, lost, routine, elsewhere, held, asked, unread] });
        var page = await node.SendAsync(network.Dermatologist, new ListWorklist(WorklistTab.ToAnswer, 1));
        Assert.Equal((urgent, 4), (Assert.Single(page.Entries).Id, page.Counts[WorklistTab.ToAnswer]));
    }

    private static async Task<Guid> AnswerAsync(Node node, Network network, Guid consult)
    {
        await node.ClaimAsync(network.Dermatologist, consult);
        var advice = await node.AdviseAsync(network.Dermatologist, consult);
        node.Clock.Advance(TimeSpan.FromSeconds(11));
        while (await node.NewTimerWorker().RoundAsync(CancellationToken.None) > 0)
        {
        }

        return advice;
    }

    /// <summary>By what is due next, whatever order that is: it is read from the cases themselves.</summary>
    private static async Task SeesAsync(Node node, Person person, Dictionary<WorklistTab, Guid[]> expected)
    {
        foreach (var (tab, cases) in expected)
        {
            var page = await node.SendAsync(person, new ListWorklist(tab));
            Assert.Equal(cases.Order(), page.Entries.Select(e => e.Id).Order());
            Assert.Equal(page.Entries.OrderBy(e => e.NextStep.Due).ThenBy(e => e.Number).Select(e => e.Id), page.Entries.Select(e => e.Id));
            Assert.Equal(expected.ToDictionary(e => e.Key, e => e.Value.Length), page.Counts);
        }
    }
}
