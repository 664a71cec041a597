using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;
using Xunit;
using static Teleconsult.Domain.Tests.Consults.Case;

namespace Teleconsult.Domain.Tests.Consults;

/// <summary>A photo that the store has lost is awaited anew; what was read stays read.</summary>
public sealed class LostPhotoTests
{
    private readonly Consult _consult = Sent().Consult;

    private ConsultPhoto First => _consult.Photos[0];

    [Theory]
    [InlineData(PhotoLoss.Gone)]
    [InlineData(PhotoLoss.Damaged)]
    public void It_is_awaited_again_and_the_same_picture_is_nothing_new_to_read(PhotoLoss why)
    {
        Store(First.Id, 1);
        var seen = _consult.ContentVersion;

        _consult.LosePhoto(First.Id, why, After(2));

        Assert.Equal((PhotoState.Arriving, After(2), 0), (First.State, First.LostAt, _consult.PhotosStored));
        Assert.Equal(why, Assert.IsType<PhotoLost>(_consult.PendingEvents[^1]).Why);
        Store(First.Id, 3);
        Assert.Equal((PhotoState.Stored, null, 1), (First.State, First.LostAt, _consult.PhotosStored));
        Assert.Equal(seen, _consult.ContentVersion);
    }

    [Fact]
    public void What_was_never_stored_cannot_be_lost_and_losing_it_twice_is_once()
    {
        _consult.LosePhoto(First.Id, PhotoLoss.Gone, After(1));
        Assert.Null(First.LostAt);
        Store(First.Id, 2);
        _consult.LosePhoto(First.Id, PhotoLoss.Gone, After(3));
        _consult.LosePhoto(First.Id, PhotoLoss.Gone, After(4));

        Assert.Single(_consult.PendingEvents.OfType<PhotoLost>());
        Assert.Equal(After(3), First.LostAt);
        Assert.Equal("photo.unknown", Assert.Throws<RuleViolation>(() => _consult.LosePhoto(new PhotoId(Guid.CreateVersion7()), PhotoLoss.Gone, After(5))).Code);
    }

    [Fact]
    public void What_lies_there_again_stands_again_and_nothing_else_does()
    {
        _consult.FindPhoto(First.Id, After(1));
        Assert.Equal(PhotoState.Arriving, First.State);
        Store(First.Id, 2);
        _consult.LosePhoto(First.Id, PhotoLoss.Gone, After(3));

        _consult.FindPhoto(First.Id, After(4));

        Assert.Equal((PhotoState.Stored, null), (First.State, First.LostAt));
    }

    [Fact]
    public void A_new_photo_of_the_slot_ends_the_waiting_for_the_lost_one()
    {
        Store(First.Id, 1);
        _consult.LosePhoto(First.Id, PhotoLoss.Gone, After(2));
        var seen = _consult.ContentVersion;
        var again = Announcement(First.Slot);
        _consult.AnnouncePhoto(again, null, After(3));

        Store(again.Id, 4);

        Assert.Equal((PhotoState.Superseded, PhotoState.Stored), (First.State, _consult.Photos[1].State));
        Assert.Equal((1, 1, seen + 1), (_consult.PhotosExpected, _consult.PhotosStored, _consult.ContentVersion));
    }

    [Fact]
    public void An_earlier_photo_that_was_lost_comes_back_as_the_earlier_one()
    {
        Store(First.Id, 1);
        _consult.ClaimBy(Case.First, After(2));
        var request = new RequestId(Guid.CreateVersion7());
        _consult.AskForRetake(request, First.Slot, Case.First, After(3));
        var retake = Announcement(First.Slot);
        _consult.AnnouncePhoto(retake, request, After(4));
        Store(retake.Id, 5);
        Assert.Equal(PhotoState.Superseded, First.State);

        _consult.LosePhoto(First.Id, PhotoLoss.Gone, After(6));
        Store(First.Id, 7);

        Assert.Equal((PhotoState.Superseded, PhotoState.Stored), (First.State, _consult.Photos[1].State));
    }

    [Fact]
    public void A_lost_original_leaves_its_grading_copy_standing()
    {
        var original = new OriginalAnnouncement(new PhotoId(Guid.CreateVersion7()), 2000, new string('b', 64));
        var copy = Announcement("slot-9") with { Original = original };
        _consult.AnnouncePhoto(copy, null, After(1));
        Store(copy.Id, 2);
        _consult.StoreOriginal(original.Id, "key", 10, 10, After(3));

        _consult.LosePhoto(original.Id, PhotoLoss.Damaged, After(4));

        var photo = _consult.Photos.Single(p => p.Id == copy.Id);
        Assert.Equal((PhotoState.Stored, PhotoState.Arriving, After(4)), (photo.State, photo.Original!.State, photo.Original.LostAt));
        _consult.StoreOriginal(original.Id, "key", 10, 10, After(5));
        Assert.Equal((PhotoState.Stored, null), (photo.Original.State, photo.Original.LostAt));
    }

    private void Store(PhotoId photo, double at) => _consult.StorePhoto(photo, "key", 10, 10, Requester, After(at));
}
