using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Teleconsult.Application.Consults;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Advice;
using Teleconsult.Web.Console.Case;
using Teleconsult.Web.Console.Parts;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

/// <summary>The keys of the advice must not act from elsewhere: a message sent by Ctrl+Enter is no advice.</summary>
public sealed class CaseKeysTests : ConsoleContext
{
    private readonly Guid _me = Guid.NewGuid();

    public CaseKeysTests()
    {
        var me = _me;
        var person = this.AddAuthorization();
        person.SetAuthorized("Dr Achieng");
        person.SetClaims(new Claim(ClaimTypes.NameIdentifier, me.ToString()));
        var open = Sample.Case(draft: new DraftView(Sample.Advice(), 3, Sample.Now));
        Gateway.Answer<GetConsult, ConsultView>(_ => open with { Holder = new PersonName(me, "Dr Achieng") });
        Gateway.Answer<OpenConsult, VersionResult>(_ => new VersionResult(9, 3));
        Gateway.Answer<PostMessage, VersionResult>(_ => new VersionResult(10, 3));
        Gateway.Answer<SaveDraft, DraftSaved>(_ => new DraftSaved(Clock.Now, Clock.Now.AddHours(1)));
        Gateway.Answer<SendAdvice, AdviceSentResult>(_ => new AdviceSentResult(10, Clock.Now.AddSeconds(10)));
        Page.Setup<DraftShadow?>("readShadow", _ => true).SetResult(null);
        Page.Setup<long>("draftStamp", _ => true).SetResult(0);
    }

    [Fact]
    public async Task Ctrl_enter_in_a_message_posts_the_message_and_never_the_advice()
    {
        var cut = Render<CasePage>(p => p.Add(c => c.Number, 48127));
        await cut.WaitForElement(".confirm input").ChangeAsync(new() { Value = true });
        await cut.FindAll("[role=tab]")[1].ClickAsync(new());
        await cut.Find(".writebox textarea").InputAsync(new() { Value = "Any lumps?" });

        await cut.InvokeAsync(() => cut.Instance.OnKey("Ctrl+Enter"));
        await cut.Find(".writebox textarea").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Enter", CtrlKey = true });

        Assert.Empty(Gateway.Of<SendAdvice>());
        Assert.Equal("Any lumps?", Assert.Single(Gateway.Of<PostMessage>()).Text);
    }

    [Fact]
    public async Task Ctrl_enter_in_the_advice_sends_it()
    {
        var cut = Render<CasePage>(p => p.Add(c => c.Number, 48127));
        await cut.WaitForElement(".confirm input").ChangeAsync(new() { Value = true });

        await cut.InvokeAsync(() => cut.Instance.OnKey("Ctrl+Enter"));

        Assert.Single(Gateway.Of<SendAdvice>());
    }

    /// <summary>Parts of the page that stand beside each other come and go; each has a key of its own, or the circuit would end.</summary>
    [Fact]
    public async Task A_call_an_opinion_and_a_second_answer_come_beside_what_one_writes()
    {
        var me = new PersonName(_me, "Dr Achieng");
        var colleague = new PersonName(Guid.NewGuid(), "Dr Okello");
        var held = Sample.Case() with { Holder = me, Urgency = Urgency.Emergency };
        var now = held;
        Gateway.Answer<GetConsult, ConsultView>(_ => now);
        Gateway.Answer<ReleaseConsult, VersionResult>(_ => new VersionResult(9, 3));
        var cut = Render<CasePage>(p => p.Add(c => c.Number, 48127));
        cut.WaitForElement(".composer__form");

        now = held with
        {
            Calls = [new CallView(Guid.NewGuid(), null, Sample.Now, Sample.Now, colleague, "Dr Banda", "Lie her down")],
            Opinions = [new OpinionView(Guid.NewGuid(), Sample.Now, me, colleague, "Is it a melanoma?", null, null, false)],
            Conflict = new ConflictView(null, null, me, true),
        };
        await cut.FindAll(".band button").Single(b => b.TextContent.Contains("Give back", StringComparison.Ordinal)).ClickAsync(new());

        cut.WaitForAssertion(() => Assert.Equal((2, 1, 1), (cut.FindAll(".loop").Count, cut.FindAll(".conflict").Count, cut.FindAll(".composer__form").Count)));
    }
}
