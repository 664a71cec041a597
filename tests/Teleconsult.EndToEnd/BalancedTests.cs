using Teleconsult.EndToEnd.Parts;
using Teleconsult.EndToEnd.Photos;
using Teleconsult.Tests.Azurite;
using Teleconsult.Tests.Nodes;
using Teleconsult.Tests.PostgreSql;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Both faces through the balancer, and the node of an open desk is killed: the desk comes back by itself at the other one.</summary>
public sealed class BalancedTests(Stage stage)
{
    [Fact]
    public async Task A_desk_whose_node_is_killed_comes_back_at_the_other_one_signed_in_and_live()
    {
        const string question = "Sent while a node was gone: is this scabies?";
        TwoNodes.Need();
        await using var cluster = new PostgreSqlCluster();
        await using var azurite = new AzuriteServer();
        await using var nodes = await TwoNodes.StartAsync(cluster, azurite, RunningHost.Password);
        var url = nodes.Balancer.Address.GetLeftPart(UriPartial.Authority);
        await using var desk = await stage.DeskAsync(url);
        desk.Watch.Expect(Watch.CutLines);
        await desk.SignInAsync("dermatologist");
        await using var phone = await stage.PhoneAsync(url);
        phone.Watch.Expect(Watch.CutLines);
        await phone.SignInAsync("primary.care");

        var place = Assert.Single(await desk.Context.CookiesAsync([url]), c => c.Name == "node").Value;
        await (place == "a" ? nodes.A : nodes.B).KillAsync();
        await phone.SendCaseAsync("general-dermatology", new("B.A.", 33, "female"), question, await stage.Drawn.SkinAsync(71));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        await desk.SeesAsync(question);
        await desk.OpenAsync(question);
        await desk.ClaimAsync(); // by a circuit of the node that lives
        Assert.NotEqual(place, Assert.Single(await desk.Context.CookiesAsync([url]), c => c.Name == "node").Value);
        desk.Watch.HeardNothing();
        phone.Watch.HeardNothing();
    }
}
