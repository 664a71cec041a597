using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Consults;

/// <summary>Questions to the requester, photos and their retakes, messages and amendments.</summary>
public sealed class AskingTests
{
    [Fact]
    public void The_clock_rests_while_the_requester_is_asked()
    {
        var asked = In(ConsultState.NeedsRequester);
        var promised = Noon.AddDays(5);

        asked.Consult.GiveInformation(asked.Request, Requester, After(122));

        Assert.Equal(ConsultState.Claimed, asked.Consult.State);
        Assert.Equal(TimeSpan.FromHours(2), asked.Consult.PausedTotal);
        Assert.Equal(promised.AddHours(2), asked.Consult.NextStep.Due);
        asked.RecordsNothing(c => c.GiveInformation(asked.Request, Requester, After(130)));
    }

    [Fact]
    public void The_third_time_that_the_requester_is_waited_for_stops_no_clock_and_asks_for_a_review()
    {
        var asked = In(ConsultState.NeedsRequester);
        asked.Consult.GiveInformation(asked.Request, Requester, After(62));
        for (var (time, at) = (2, 70); time <= 3; time++, at += 70)
        {
            Assert.False(asked.Consult.NeedsReview);
            var request = NewRequest();
            asked.Consult.AskForInformation(request, First, After(at));
            asked.Consult.AskForInformation(NewRequest(), First, After(at + 1)); // one more question in the same stretch
            Assert.Equal(time, asked.Consult.TimesAsked);
            foreach (var open in asked.Consult.Requests.Where(r => r.IsOpen).ToList())
            {
                asked.Consult.GiveInformation(open.Id, Requester, After(at + 60));
            }
        }

        Assert.True(asked.Consult.NeedsReview);
        Assert.Equal(TimeSpan.FromHours(2), asked.Consult.PausedTotal);
    }

    [Fact]
    public void The_clock_never_rests_in_an_emergency()
    {
        var asked = In(ConsultState.NeedsRequester, Urgency.Emergency);
        asked.Consult.GiveInformation(asked.Request, Requester, After(12));

        Assert.Equal(TimeSpan.Zero, asked.Consult.PausedTotal);
        Assert.Equal(After(30), asked.Consult.NextStep.Due);
    }

    [Fact]
    public void The_clock_goes_on_at_once_when_a_resting_case_becomes_an_emergency()
    {
        var asked = In(ConsultState.NeedsRequester);
        asked.Consult.AmendIntake(Urgency.Emergency, Requester, After(12));

        Assert.Null(asked.Consult.PausedSince);
        Assert.Equal(TimeSpan.FromMinutes(10), asked.Consult.PausedTotal);
    }

    [Fact]
    public void The_case_waits_until_everything_that_was_asked_is_there()
    {
        var asked = In(ConsultState.NeedsRequester);
        var first = asked.Request;
        asked.Consult.AskForInformation(NewRequest(), First, After(3));
        asked.Consult.GiveInformation(first, Requester, After(4));
        Assert.Equal(ConsultState.NeedsRequester, asked.Consult.State);

        asked.Consult.GiveInformation(asked.Request, Requester, After(5));
        Assert.Equal(ConsultState.Claimed, asked.Consult.State);
    }

    [Fact]
    public void A_retake_is_answered_by_a_photo_of_its_slot()
    {
        var held = In(ConsultState.Claimed);
        held.StorePhoto(held.Photo, After(1));
        held.Consult.AskForRetake(NewRequest(), "slot-0", First, After(2));
        held.Refuses("photo.retake-asked", c => c.AskForRetake(NewRequest(), "slot-0", First, After(2)));
        held.Refuses("request.wants-photo", c => c.GiveInformation(held.Request, Requester, After(3)));
        held.Refuses("request.other-slot", c => c.AnnouncePhoto(Announcement("slot-9"), held.Request, After(3)));
        held.Refuses("request.unknown", c => c.AnnouncePhoto(Announcement("slot-0"), NewRequest(), After(3)));

        var retake = Announcement("slot-0");
        held.Consult.AnnouncePhoto(retake, held.Request, After(3));
        Assert.Equal(ConsultState.NeedsRequester, held.Consult.State); // announced is not stored
        held.StorePhoto(retake.Id, After(4));

        Assert.Equal(ConsultState.Claimed, held.Consult.State);
        Assert.Equal(PhotoState.Superseded, held.Consult.Photos[0].State); // kept, shown as earlier
        Assert.Equal(3, held.Consult.ContentVersion);
    }

    [Fact]
    public void A_photo_that_comes_late_does_not_push_its_retake_aside()
    {
        var held = In(ConsultState.Claimed);
        held.Consult.AskForRetake(NewRequest(), "slot-0", First, After(2));
        var retake = Announcement("slot-0");
        held.Consult.AnnouncePhoto(retake, held.Request, After(3));
        held.StorePhoto(retake.Id, After(4));
        held.StorePhoto(held.Photo, After(5)); // the first one, which was still on its way

        Assert.Equal(PhotoState.Superseded, held.Consult.Photos.Single(p => p.Id == held.Photo).State);
        Assert.Equal(PhotoState.Stored, held.Consult.Photos.Single(p => p.Id == retake.Id).State);
    }

    [Fact]
    public void Storing_a_photo_twice_changes_nothing()
    {
        var sent = Sent();
        sent.StorePhoto(sent.Photo, After(1));
        sent.RecordsNothing(_ => sent.StorePhoto(sent.Photo, After(2)));
        sent.RecordsNothing(c => c.RefusePhoto(sent.Photo, "photo.damaged", After(3)));
        sent.Refuses("photo.unknown", _ => sent.StorePhoto(new PhotoId(Guid.CreateVersion7()), After(3)));
    }

    [Fact]
    public void A_refused_photo_is_not_expected_any_more_and_says_why()
    {
        var sent = Sent(photos: 2);
        sent.Consult.RefusePhoto(sent.Photo, "photo.damaged", After(1));

        Assert.Equal((1, 0), (sent.Consult.PhotosExpected, sent.Consult.PhotosStored));
        Assert.Equal("photo.damaged", sent.Consult.Photos[0].RefusalCode);
        Assert.Equal(1, sent.Consult.ContentVersion);
    }

    [Fact]
    public void A_photo_is_announced_once_under_its_id()
    {
        var sent = Sent(photos: 0);
        var photo = Announcement("slot-0");
        sent.Consult.AnnouncePhoto(photo, null, After(1));
        sent.RecordsNothing(c => c.AnnouncePhoto(photo, null, After(2)));
        sent.Refuses("photo.other-announced", c => c.AnnouncePhoto(photo with { Sha256 = new string('b', 64) }, null, After(2)));
        sent.Refuses("photo.other-announced", c => c.AnnouncePhoto(photo with { Slot = "slot-1" }, null, After(2)));
        In(ConsultState.Closed).Refuses("consult.closed", c => c.AnnouncePhoto(photo, null, After(9)));
    }

    [Fact]
    public void A_case_carries_a_bounded_number_of_photos()
    {
        var full = Sent(photos: Consult.MaxPhotos);
        var refused = full.Refuses("photo.too-many", c => c.AnnouncePhoto(Announcement("one-more"), null, After(1)));
        Assert.Equal(Consult.MaxPhotos, refused.Arguments["most"]);
    }

    [Theory]
    [InlineData(Laterality.Right)]
    [InlineData(Laterality.Left)]
    public void The_side_that_was_captured_is_the_side_that_is_kept(Laterality side)
    {
        var sent = Sent(photos: 0);
        sent.Consult.AnnouncePhoto(Announcement("eye") with { Laterality = side }, null, After(1));
        sent.StorePhoto(sent.Photo, After(2));

        Assert.Equal(side, sent.Consult.Photos[0].Laterality);
        Assert.Equal(side, Assert.IsType<PhotoAnnounced>(sent.Consult.PendingEvents[^2]).Laterality);
    }

    [Fact]
    public void A_message_is_no_clinical_content_and_a_specialists_first_one_is_the_first_response()
    {
        var sent = Sent();
        sent.Consult.PostMessage(new MessageId(Guid.CreateVersion7()), Requester, false, After(1));
        Assert.Null(sent.Consult.FirstResponseAt);
        sent.Consult.PostMessage(new MessageId(Guid.CreateVersion7()), Coordinator, false, After(1.5)); // chasing answers nothing
        Assert.Null(sent.Consult.FirstResponseAt);
        sent.Consult.PostMessage(new MessageId(Guid.CreateVersion7()), First, true, After(2));

        Assert.Equal((1, After(2)), (sent.Consult.ContentVersion, sent.Consult.FirstResponseAt));
        In(ConsultState.Closed).Refuses("consult.closed", c => c.PostMessage(new MessageId(Guid.CreateVersion7()), First, true, After(9)));
    }

    [Fact]
    public void Amended_answers_raise_urgency_and_never_lower_it()
    {
        var sent = Sent(Urgency.Soon);
        sent.Consult.AmendIntake(Urgency.Routine, Requester, After(1));
        Assert.Equal((Urgency.Soon, 2), (sent.Consult.Urgency, sent.Consult.ContentVersion));

        sent.Consult.AmendIntake(Urgency.Emergency, Requester, After(2));
        Assert.Equal(Urgency.Emergency, sent.Consult.Urgency);
        Assert.Equal((After(5), After(2)), (sent.Consult.StepTarget, sent.Consult.NextStep.Due)); // from the time of receipt
        In(ConsultState.Closed).Refuses("consult.closed", c => c.AmendIntake(Urgency.Routine, Requester, After(9)));
    }

    [Theory]
    [InlineData(ConsultState.Waiting, "consult.not-held")]
    [InlineData(ConsultState.Claimed, "consult.held")]
    [InlineData(ConsultState.Answered, "consult.answered")]
    [InlineData(ConsultState.Closed, "consult.answered")]
    public void Only_the_holder_asks(ConsultState state, string code)
    {
        In(state).Refuses(code, c => c.AskForInformation(NewRequest(), Second, After(9)));
        In(state).Refuses(code, c => c.AskForRetake(NewRequest(), "slot-0", Second, After(9)));
    }

    [Fact]
    public void What_was_never_asked_cannot_be_answered() =>
        In(ConsultState.Claimed).Refuses("request.unknown", c => c.GiveInformation(NewRequest(), Requester, After(9)));
}
