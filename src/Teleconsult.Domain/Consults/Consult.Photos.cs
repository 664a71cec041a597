using Teleconsult.Domain.Photos;

namespace Teleconsult.Domain.Consults;

public sealed partial class Consult
{
    /// <summary>Most photos that one consult can carry, retakes included: a design choice that bounds abuse.</summary>
    public const int MaxPhotos = 40;

    /// <summary>The requester announces one more photo: a retake, or one that answers a message.</summary>
    /// <param name="answers">The retake request that it answers, or null.</param>
    /// <exception cref="RuleViolation">
    /// <c>consult.closed</c>; <c>photo.too-many</c>; <c>photo.other-announced</c>: the id belongs to another announcement;
    /// <c>request.unknown</c>; <c>request.other-slot</c>: the retake was asked for another slot.
    /// </exception>
    public void AnnouncePhoto(PhotoAnnouncement photo, RequestId? answers, DateTimeOffset now)
    {
        RefuseIfClosed();
        if (answers is { } id)
        {
            var request = Requests.SingleOrDefault(r => r.Id == id) ?? throw new RuleViolation("request.unknown");
            if (request.Slot != photo.Slot)
            {
                throw new RuleViolation("request.other-slot", ("slot", request.Slot ?? ""));
            }
        }

        Announce(photo, answers, now);
    }

    /// <summary>
    /// The photo's bytes are checked, rewritten and stored under <paramref name="storeKey"/>. Repeating it changes nothing.
    /// </summary>
    /// <param name="width">Pixels as displayed.</param>
    /// <param name="height">Pixels as displayed.</param>
    /// <exception cref="RuleViolation"><c>photo.unknown</c></exception>
    public void StorePhoto(PhotoId photo, string storeKey, int width, int height, PractitionerId by, DateTimeOffset now)
    {
        var announced = Find(photo);
        if (announced.State is PhotoState.Stored or PhotoState.Superseded)
        {
            return;
        }

        announced.StoreKey = storeKey;
        announced.Width = width;
        announced.Height = height;
        Record(new PhotoStored(now, photo, announced.Slot));

        if (announced.Answers is { } id && Requests.SingleOrDefault(r => r.Id == id) is { IsOpen: true })
        {
            Record(new InformationGiven(now, id, by, ByPhoto: true));
        }
    }

    /// <summary>The bytes could not be accepted; <paramref name="code"/> says why. The slot is open for another photo.</summary>
    /// <exception cref="RuleViolation"><c>photo.unknown</c></exception>
    public void RefusePhoto(PhotoId photo, string code, DateTimeOffset now)
    {
        var announced = Find(photo);
        if (announced.State is PhotoState.Arriving)
        {
            Record(new PhotoRefused(now, photo, announced.Slot, code));
        }
    }

    private void Announce(PhotoAnnouncement photo, RequestId? answers, DateTimeOffset now)
    {
        if (Photos.SingleOrDefault(p => p.Id == photo.Id) is { } known)
        {
            if (known.Sha256 != photo.Sha256 || known.Slot != photo.Slot)
            {
                throw new RuleViolation("photo.other-announced");
            }

            return;
        }

        if (Photos.Count >= MaxPhotos)
        {
            throw new RuleViolation("photo.too-many", ("most", MaxPhotos));
        }

        Record(new PhotoAnnounced(now, photo.Id, photo.Slot, photo.Laterality, answers));
        var added = Photos[^1];
        added.Bytes = photo.Bytes;
        added.Sha256 = photo.Sha256;
        added.TakenAt = photo.TakenAt;
    }

    private ConsultPhoto Find(PhotoId photo) =>
        Photos.SingleOrDefault(p => p.Id == photo) ?? throw new RuleViolation("photo.unknown");

    private void ApplyPhoto(ConsultEvent happened)
    {
        switch (happened)
        {
            case PhotoAnnounced e:
                Photos.Add(new ConsultPhoto
                {
                    Id = e.Photo,
                    Consult = Id,
                    Slot = e.Slot,
                    Laterality = e.Laterality,
                    Answers = e.Answers,
                    AnnouncedAt = e.At,
                });
                break;
            case PhotoStored e:
                var stored = Photos.Single(p => p.Id == e.Photo);
                stored.State = PhotoState.Stored;
                stored.StoredAt = e.At;
                ContentVersion++;
                if (stored.Answers is null && Photos.Exists(p => p.Slot == stored.Slot && p.Answers is not null && p.State is PhotoState.Stored))
                {
                    stored.State = PhotoState.Superseded; // its retake was faster
                }
                else if (stored.Answers is not null)
                {
                    foreach (var earlier in Photos.Where(p => p.Slot == stored.Slot && p.Id != stored.Id && p.State is PhotoState.Stored))
                    {
                        earlier.State = PhotoState.Superseded;
                    }
                }

                break;
            case PhotoRefused e:
                var refused = Photos.Single(p => p.Id == e.Photo);
                refused.State = PhotoState.Refused;
                refused.RefusalCode = e.Code;
                break;
        }
    }
}
