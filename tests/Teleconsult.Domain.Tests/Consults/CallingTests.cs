using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Domain.Tests.Consults;

/// <summary>"Calling you now": told at once, counted as a response only when they spoke.</summary>
public sealed class CallingTests
{
    private static readonly CallId Call = new(Guid.CreateVersion7());

    [Fact]
    public void The_holder_announces_a_call_and_it_is_no_response_until_they_spoke()
    {
        var made = Case.In(ConsultState.Claimed, Urgency.Emergency);
        var consult = made.Consult;
        consult.AnnounceCall(Call, Case.First, Case.After(2));
        made.RecordsNothing(c => c.AnnounceCall(Call, Case.First, Case.After(3)));
        Assert.Equal((Call, Case.First, Case.After(2)), (consult.Calling, consult.CallingBy, consult.CallingSince));
        Assert.Null(consult.FirstResponseAt);
        Assert.Equal(ConsultState.Claimed, consult.State);

        consult.TellByPhone(new CallId(Guid.CreateVersion7()), null, Case.First, Case.After(3), Case.After(6));
        Assert.Null(consult.Calling);
        Assert.Equal(Case.After(3), consult.FirstResponseAt);
    }

    [Fact]
    public void A_call_that_reached_nobody_is_no_response_and_another_may_follow()
    {
        var made = Case.In(ConsultState.Claimed, Urgency.Emergency);
        var consult = made.Consult;
        consult.AnnounceCall(Call, Case.First, Case.After(2));
        made.Refuses("call.not-yours", c => c.MissCall(Call, Case.Second, Case.After(4)));
        consult.MissCall(Call, Case.First, Case.After(4));
        made.RecordsNothing(c => c.MissCall(Call, Case.First, Case.After(5)));
        Assert.Null(consult.Calling);
        Assert.Null(consult.FirstResponseAt);

        var again = new CallId(Guid.CreateVersion7());
        consult.AnnounceCall(again, Case.First, Case.After(6));
        made.RecordsNothing(c => c.MissCall(Call, Case.First, Case.After(7))); // the first one is over
        Assert.Equal(again, consult.Calling);
    }

    [Fact]
    public void Only_who_has_the_case_or_has_answered_it_calls_and_only_in_an_emergency()
    {
        Case.In(ConsultState.Claimed, Urgency.Urgent).Refuses("call.not-emergency", c => c.AnnounceCall(Call, Case.First, Case.After(2)));
        Case.In(ConsultState.Waiting, Urgency.Emergency).Refuses("call.not-yours", c => c.AnnounceCall(Call, Case.First, Case.After(2)));
        Case.In(ConsultState.Claimed, Urgency.Emergency).Refuses("call.not-yours", c => c.AnnounceCall(Call, Case.Second, Case.After(2)));
        Case.In(ConsultState.Claimed, Urgency.Emergency).Refuses("read-back.own", c => c.AnnounceCall(Call, Case.Requester, Case.After(2)));
        var answered = Case.In(ConsultState.Answered, Urgency.Emergency).Consult;
        answered.AnnounceCall(Call, Case.First, Case.After(6));
        Assert.Equal(Call, answered.Calling);
    }

    [Fact]
    public void A_call_under_way_keeps_the_claim_from_lapsing()
    {
        var consult = Case.In(ConsultState.Claimed, Urgency.Emergency).Consult;
        var before = consult.LeaseEnds;
        consult.AnnounceCall(Call, Case.First, Case.After(4));
        Assert.True(consult.LeaseEnds > before);
    }
}
