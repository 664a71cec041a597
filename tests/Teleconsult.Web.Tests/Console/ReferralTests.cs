using Bunit;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Referrals;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Referrals;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

/// <summary>The referral on the case's page: who may say what, and what is sent.</summary>
public sealed class ReferralTests : ConsoleContext
{
    private static readonly ReferralView Open = new(
        Guid.NewGuid(), null, new PersonName(Guid.NewGuid(), "Dr Grace Okello"), Sample.Now, Urgency.Urgent, ReferralReason.AsAdvised, null, null, null, null,
        Sample.Now.AddDays(7), null, null, null, null, null, 0, null, null, null, null, null, new ReferralStepView(ReferralStep.Arrange, Sample.Now.AddDays(1), "Mary Atieno", false));

    [Fact]
    public void Who_answers_refers_and_says_where_and_leaves_the_following_to_who_follows()
    {
        var cut = Show(Open, refers: true);
        Assert.Equal(
            [Words["desk.referral.direct"], Words["referral.do.ended"], Words["referral.do.reported"], Words["desk.referral.open"]],
            cut.FindAll("button").Select(b => b.TextContent.Trim()));
        Assert.Contains(Words["referral.nowhere"], cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_coordinator_follows_step_by_step()
    {
        var cut = Show(Open with { MayFollow = true, BookedFor = Sample.Now, Next = Open.Next! with { Kind = ReferralStep.Attend, Overdue = true, Who = "Grace Auma" } }, refers: false);
        Assert.Contains("Grace Auma", cut.Find(".due--over").TextContent, StringComparison.Ordinal);
        Gateway.Answer<MissReferral, VersionResult>(_ => new VersionResult(9, 1));
        cut.FindAll("button").Single(b => b.TextContent.Trim() == Words["referral.do.missed"]).Click();
        Assert.True(cut.Find("button[type=submit]").HasAttribute("disabled")); // a reason has to be said
        cut.FindAll("input[type=radio]")[1].Change("on");
        cut.Find("#refer-note").Input("No bus on Fridays");
        cut.Find("form").Submit();
        var sent = Assert.Single(Gateway.Of<MissReferral>());
        Assert.Equal((Open.Id, MissedReason.Distance, "No bus on Fridays"), (sent.Referral, sent.Why, sent.Note));
        Assert.Empty(cut.FindAll("dialog"));
    }

    [Fact]
    public void What_is_closed_asks_for_nothing_more()
    {
        var cut = Show(Open with { MayFollow = true, AttendedOn = Sample.Now, ReportedAt = Sample.Now, Report = "Benign.", Next = null }, refers: false);
        Assert.Empty(cut.FindAll("button"));
        Assert.Contains("Benign.", cut.Find(".loop__item--ok").TextContent, StringComparison.Ordinal);
        Assert.Equal([ReferralDid.Reported], ReferralPanel.Steps(Open with { Next = null, EndedAt = Sample.Now, EndedWhy = ReferralEnd.NotReached })); // it came all the same
    }

    [Fact]
    public void A_new_referral_takes_its_day_from_how_soon_it_is_and_a_changed_place_keeps_the_day_that_stands()
    {
        Gateway.Answer<ListServices, IReadOnlyList<ServiceEntry>>(_ => [new ServiceEntry(Guid.NewGuid(), "Surgery", "District Hospital", [], null)]);
        Gateway.Answer<ReferPatient, VersionResult>(_ => new VersionResult(9, 1));
        Gateway.Answer<DirectReferral, VersionResult>(_ => new VersionResult(9, 1));
        var cut = Show(Open, refers: true);
        cut.FindAll("button").Single(b => b.TextContent.Trim() == Words["desk.referral.open"]).Click();
        cut.Find("#refer-urgency").Change("Urgent");
        cut.Find("#refer-where").Change("Kisumu");
        cut.Find("form").Submit();
        var made = Assert.Single(Gateway.Of<ReferPatient>()).Form!;
        Assert.Equal((Urgency.Urgent, ReferralReason.Examination, "Kisumu"), (made.Urgency, made.Reason, made.Where));
        Assert.True(made.AttendBy > Sample.Now);

        cut.FindAll("button").Single(b => b.TextContent.Trim() == Words["desk.referral.direct"]).Click();
        cut.Find("#refer-where").Change("Nakuru");
        cut.Find("form").Submit();
        var directed = Assert.Single(Gateway.Of<DirectReferral>()).Form!;
        Assert.Equal((Open.AttendBy, "Nakuru", ReferralReason.AsAdvised), (directed.AttendBy, directed.Where, directed.Reason));
    }

    private IRenderedComponent<ReferralPanel> Show(ReferralView referral, bool refers)
    {
        var view = Sample.Case() with { Referrals = [referral] };
        return Render<ReferralPanel>(p => p.Add(c => c.Case, view).Add(c => c.Now, Sample.Now).Add(c => c.MayRefer, refers));
    }
}
