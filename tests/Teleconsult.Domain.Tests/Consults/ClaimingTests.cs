using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Consults;

public sealed class ClaimingTests
{
    [Fact]
    public void A_claim_holds_until_its_lease_ends()
    {
        var consult = Sent().Consult;
        consult.ClaimBy(First, Noon);
        var ends = Noon + ResponseTargets.ClaimLease(Urgency.Routine);

        Assert.True(consult.HeldAt(ends - TimeSpan.FromTicks(1)));
        Assert.False(consult.HeldAt(ends));
    }

    [Fact]
    public void A_second_claim_is_refused_and_names_the_holder()
    {
        var sent = Sent();
        sent.Consult.ClaimBy(First, Noon);

        var refused = sent.Refuses("consult.held", c => c.ClaimBy(Second, After(1)));

        Assert.Equal(First.Value, refused.Arguments["holder"]);
        Assert.Equal(sent.Consult.LeaseEnds, refused.Arguments["until"]);
    }

    [Fact]
    public void To_claim_again_records_nothing() => In(ConsultState.Claimed).RecordsNothing(c => c.ClaimBy(First, After(10)));

    [Fact]
    public void A_lapsed_claim_can_be_taken_over_and_both_are_told()
    {
        var consult = In(ConsultState.Claimed).Consult;
        consult.ClaimBy(Second, After(90));

        Assert.Equal(Second, consult.Holder);
        Assert.IsType<ClaimLapsed>(consult.PendingEvents[^2]);
    }

    [Fact]
    public void A_lease_that_was_extended_does_not_lapse()
    {
        var held = In(ConsultState.Claimed);
        var lease = held.Consult.LeaseEnds!.Value;
        held.RecordsNothing(c => Assert.True(c.ExtendLease(First, After(50))));

        held.RecordsNothing(c => c.LapseClaim(lease));
        Assert.Equal(First, held.Consult.Holder);
    }

    [Fact]
    public void A_claim_can_be_undone_for_a_moment_and_then_whoever_was_asked_is_asked_still()
    {
        var consult = Sent().Consult;
        consult.ClaimBy(First, Noon);
        consult.UndoClaim(First, Noon + ResponseTargets.ClaimUndo);

        Assert.Equal((ConsultState.Waiting, null, ""), (consult.State, consult.Holder, consult.PassedBy));
        consult.ClaimBy(First, After(10));
        consult.ReleaseBy(First, After(11));
        Assert.Contains(First.Value.ToString("N"), consult.PassedBy, StringComparison.Ordinal); // to give it back is another matter
    }

    [Fact]
    public void A_claim_is_not_undone_later_nor_by_another_nor_once_the_requester_was_asked()
    {
        var late = Sent();
        late.Consult.ClaimBy(First, Noon);
        late.Consult.ExtendLease(First, After(20));
        late.Refuses("claim.too-late", c => c.UndoClaim(First, Noon + ResponseTargets.ClaimUndo + TimeSpan.FromTicks(1)));
        late.Refuses("consult.held", c => c.UndoClaim(Second, Noon));
        In(ConsultState.NeedsRequester).Refuses("claim.too-late", c => c.UndoClaim(First, Noon));
    }

    [Fact]
    public void Another_person_cannot_extend_a_lease() =>
        In(ConsultState.Claimed).RecordsNothing(c => Assert.False(c.ExtendLease(Second, After(30))));

    [Fact]
    public void A_claim_lapses_at_its_end_and_the_service_has_the_case_again()
    {
        var consult = In(ConsultState.Claimed).Consult;
        consult.LapseClaim(consult.LeaseEnds!.Value);

        Assert.Equal((ConsultState.Waiting, null), (consult.State, consult.Holder));
    }

    [Fact]
    public void A_claim_does_not_lapse_while_the_requester_is_asked() =>
        In(ConsultState.NeedsRequester).RecordsNothing(c => c.LapseClaim(After(10_000)));

    [Theory]
    [InlineData(ConsultState.Unallocated, "consult.unallocated")]
    [InlineData(ConsultState.AdvicePending, "consult.answered")]
    [InlineData(ConsultState.Answered, "consult.answered")]
    [InlineData(ConsultState.Read, "consult.answered")]
    [InlineData(ConsultState.Closed, "consult.answered")]
    public void What_cannot_be_claimed_says_why(ConsultState state, string code) => In(state).Refuses(code, c => c.ClaimBy(Second, After(20)));

    [Theory]
    [InlineData(ConsultState.Waiting, "consult.not-held")]
    [InlineData(ConsultState.Claimed, "consult.held")]
    [InlineData(ConsultState.NeedsRequester, "consult.held")]
    [InlineData(ConsultState.Answered, "consult.answered")]
    [InlineData(ConsultState.Closed, "consult.answered")]
    public void Only_the_holder_gives_a_case_back_or_passes_it_on(ConsultState state, string code)
    {
        In(state).Refuses(code, c => c.ReleaseBy(Second, After(20)));
        In(state).Refuses(code, c => c.RedirectTo(Eyes, Second, After(20)));
    }

    [Fact]
    public void A_case_goes_to_another_service_and_not_to_its_own()
    {
        var held = In(ConsultState.Claimed);
        held.Refuses("consult.same-service", c => c.RedirectTo(Skin, First, After(2)));

        held.Consult.RedirectTo(Eyes, First, After(2));

        Assert.Equal((ConsultState.Waiting, Eyes, null), (held.Consult.State, held.Consult.Service, held.Consult.Holder));
    }

    [Fact]
    public void A_case_goes_back_to_the_coordinator_where_no_service_fits()
    {
        var consult = In(ConsultState.Claimed).Consult;
        consult.RedirectTo(null, First, After(2));

        Assert.Equal((ConsultState.Unallocated, null), (consult.State, consult.Service));
        Assert.Equal((NextStepKind.Allocate, Coordinator), (consult.NextStep.Kind, consult.NextStep.Who));
    }

    [Fact]
    public void A_coordinator_moves_what_nobody_holds()
    {
        var unsure = In(ConsultState.Unallocated);
        unsure.Consult.AllocateTo(Skin, Coordinator, After(1));
        unsure.RecordsNothing(c => c.AllocateTo(Skin, Coordinator, After(2)));
        unsure.Consult.AllocateTo(Eyes, Coordinator, After(3));
        Assert.Equal((ConsultState.Waiting, Eyes), (unsure.Consult.State, unsure.Consult.Service));

        In(ConsultState.Claimed).Refuses("consult.held", c => c.AllocateTo(Eyes, Coordinator, After(4)));
        In(ConsultState.Answered).Refuses("consult.answered", c => c.AllocateTo(Eyes, Coordinator, After(4)));
    }

    [Fact]
    public void Seen_is_recorded_once_and_not_before_a_service_has_the_case()
    {
        In(ConsultState.Unallocated).RecordsNothing(c => c.SeeBy(First, After(1)));

        var waiting = In(ConsultState.Waiting);
        waiting.Consult.SeeBy(First, After(1));
        waiting.RecordsNothing(c => c.SeeBy(Second, After(2)));
        Assert.Equal(After(1), waiting.Consult.SeenAt);
        Assert.Equal(ConsultState.Waiting, waiting.Consult.State); // seen is not claimed
    }
}
