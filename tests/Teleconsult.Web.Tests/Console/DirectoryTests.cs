using Bunit;
using MediatR;
using Teleconsult.Application.Directory;
using Teleconsult.Domain.Access;
using Teleconsult.Web.Console.Admin;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

/// <summary>The directory's pages: what is sent, what is shown once, and what asks why.</summary>
public sealed class DirectoryTests : ConsoleContext
{
    private static readonly Guid Post = Guid.NewGuid();
    private static readonly Guid Skin = Guid.NewGuid();
    private static readonly PersonDetails Amina = new(
        Guid.NewGuid(), "Amina Njeri", "amina", null, [new RoleEntry(Role.Requester, Facility: Post)], ["sw"], null, null, false, null);

    public DirectoryTests()
    {
        AddAuthorization().SetAuthorized("Daniel Otieno");
        Show(mayEdit: true);
    }

    [Fact]
    public void A_new_person_gets_a_password_that_is_shown_until_it_is_noted()
    {
        Gateway.Answer<SavePerson, SavedPerson>(_ => new("abcde-fghjk-mnpqr"));
        var cut = Render<PeoplePage>();
        cut.Find(".topbar .btn--primary").Click();
        cut.Find("#person-name").Input("Rose Wanjiru");
        cut.Find("#person-user").Input("rose");
        cut.FindAll(".tick input")[0].Change(true);
        cut.FindAll(".tick input")[1].Change(true);
        cut.Find("dialog form").Submit();

        var sent = Assert.Single(Gateway.Of<SavePerson>());
        Assert.Equal([new RoleEntry(Role.Requester, Facility: Post), new RoleEntry(Role.Specialist, Service: Skin)], sent.Roles);
        Assert.Equal("abcde-fghjk-mnpqr", cut.Find(".password__word").TextContent);
        cut.Find(".password .link").Click();
        Assert.Empty(cut.FindAll(".password__word"));
    }

    [Fact]
    public void An_account_ends_only_with_a_reason_and_a_refusal_keeps_the_question_open()
    {
        Gateway.Refuse<DeactivatePerson>("person.last-administrator");
        var cut = Render<PeoplePage>();
        cut.FindAll(".actions .btn").Single(b => b.TextContent == Words["person.end"]).Click();
        Assert.True(cut.Find("dialog .btn--primary").HasAttribute("disabled"));
        cut.FindAll("dialog .choice input")[0].Change(true);
        cut.Find("dialog form").Submit();

        Assert.Equal(DeactivationReason.Left, Assert.Single(Gateway.Of<DeactivatePerson>()).Reason);
        Assert.Contains(Words["refusal.person.last-administrator"], cut.Find("dialog [role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_coordinator_sets_passwords_and_changes_nobody()
    {
        Show(mayEdit: false);
        var cut = Render<PeoplePage>();
        Assert.Equal([Words["person.newPassword"]], cut.FindAll(".actions .btn").Select(b => b.TextContent));
        Assert.Empty(cut.FindAll(".topbar .btn--primary"));
    }

    [Fact]
    public void A_service_that_stops_answering_emergencies_says_why()
    {
        Gateway.Answer<SaveService, Unit>(_ => Unit.Value);
        var cut = Render<ServicesPage>();
        cut.Find(".actions .btn").Click();
        var emergency = cut.FindAll("dialog .tick input")[^1];
        emergency.Change(false);
        Assert.True(cut.Find("dialog .btn--primary").HasAttribute("disabled"));
        cut.FindAll("dialog .choice input")[0].Change(true);
        cut.Find("dialog form").Submit();

        var sent = Assert.Single(Gateway.Of<SaveService>());
        Assert.Equal((false, EmergencyEndReason.NobodyCovers), (sent.PromisesEmergency, sent.Reason));
    }

    [Fact]
    public void The_networks_own_data_are_saved_whole()
    {
        Gateway.Answer<SaveNetwork, Unit>(_ => Unit.Value);
        var cut = Render<PlacesPage>();
        cut.Find("#network-zone").Change("Asia/Kathmandu");
        cut.Find("form.panel__body").Submit();
        var sent = Assert.Single(Gateway.Of<SaveNetwork>());
        Assert.Equal(("Asia/Kathmandu", "112", "Ring."), (sent.Zone, sent.EmergencyNumber, sent.Protocol));
        Assert.Contains(Words["directory.saved"], cut.Markup, StringComparison.Ordinal);
    }

    private void Show(bool mayEdit) => Gateway.Answer<GetDirectory, DirectoryView>(_ => new(
        new NetworkDetails(Guid.NewGuid(), "Test network", "112", "", Guid.NewGuid(), "", "Ring.", "Africa/Nairobi"),
        [new PlaceView(Post, "Hill post", "")], [new ServiceDetails(Skin, "Skin", Post, ["general-dermatology"], null, null, true, false, 2)], [Amina],
        [new FormEntry("general-dermatology", "Skin problem", false)], mayEdit));
}
