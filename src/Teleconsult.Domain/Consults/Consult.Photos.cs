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

    /// <summary>
    /// The original's bytes are checked and stored. Repeating it changes nothing. One of another size than its grading copy is
    /// another picture: it is refused (<c>photo.original-differs</c>), and the photo stays as it is.
    /// </summary>
    /// <param name="original">Its own id, not that of the photo.</param>
    /// <param name="width">Pixels as displayed.</param>
    /// <param name="height">Pixels as displayed.</param>
    /// <exception cref="RuleViolation"><c>photo.unknown</c></exception>
    public void StoreOriginal(PhotoId original, string storeKey, int width, int height, DateTimeOffset now)
    {
        var photo = FindByOriginal(original);
        if (photo.Original!.State is not PhotoState.Arriving)
        {
            return;
        }

        if (photo.State is (PhotoState.Stored or PhotoState.Superseded) && (photo.Width, photo.Height) != (width, height))
        {
            Record(new OriginalRefused(now, photo.Id, photo.Slot, "photo.original-differs"));
            return;
        }

        photo.Original.StoreKey = storeKey;
        Record(new OriginalStored(now, photo.Id, photo.Slot));
    }

    /// <summary>The original could not be accepted; the photo stays as it is.</summary>
    /// <exception cref="RuleViolation"><c>photo.unknown</c></exception>
    public void RefuseOriginal(PhotoId original, string code, DateTimeOffset now)
    {
        var photo = FindByOriginal(original);
        if (photo.Original!.State is PhotoState.Arriving)
        {
            Record(new OriginalRefused(now, photo.Id, photo.Slot, code));
        }
    }

    /// <summary>
    /// The store has a photo no longer, or not as it was stored. It is awaited anew: nothing is erased, and the same bytes may come
    /// again, also after the consult was closed. What is awaited already stays so.
    /// </summary>
    /// <param name="photo">Its id, or that of its original.</param>
    /// <exception cref="RuleViolation"><c>photo.unknown</c></exception>
    public void LosePhoto(PhotoId photo, PhotoLoss why, DateTimeOffset now)
    {
        if (Photos.SingleOrDefault(p => p.Id == photo) is { } lost)
        {
            if (lost.State is PhotoState.Stored or PhotoState.Superseded)
            {
                Record(new PhotoLost(now, lost.Id, lost.Slot, why));
            }
        }
        else if (FindByOriginal(photo) is { Original.State: PhotoState.Stored } without)
        {
            Record(new OriginalLost(now, without.Id, without.Slot, why));
        }
    }

    /// <summary>What was lost lies in the store again, as it was stored: a folder that was put back, say.</summary>
    /// <param name="photo">Its id, or that of its original.</param>
    /// <exception cref="RuleViolation"><c>photo.unknown</c></exception>
    public void FindPhoto(PhotoId photo, DateTimeOffset now)
    {
        if (Photos.SingleOrDefault(p => p.Id == photo) is { } found)
        {
            if (found is { LostAt: not null, State: PhotoState.Arriving })
            {
                Record(new PhotoStored(now, found.Id, found.Slot));
            }
        }
        else if (FindByOriginal(photo) is { Original: { LostAt: not null, State: PhotoState.Arriving } } whole)
        {
            Record(new OriginalStored(now, whole.Id, whole.Slot));
        }
    }

    private ConsultPhoto FindByOriginal(PhotoId original) =>
        Photos.SingleOrDefault(p => p.Original?.Id == original) ?? throw new RuleViolation("photo.unknown");

    private void Announce(PhotoAnnouncement photo, RequestId? answers, DateTimeOffset now)
    {
        if (Photos.SingleOrDefault(p => p.Id == photo.Id) is { } known)
        {
            if (known.Sha256 != photo.Sha256 || known.Slot != photo.Slot || known.Original?.Sha256 != photo.Original?.Sha256)
            {
                throw new RuleViolation("photo.other-announced");
            }

            return;
        }

        if (Photos.Exists(p => p.Original?.Id == photo.Id || (photo.Original is { } original && (p.Id == original.Id || p.Original?.Id == original.Id))))
        {
            throw new RuleViolation("photo.other-announced");
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
        added.Original = photo.Original is { } follows ? new PhotoOriginal { Id = follows.Id, Bytes = follows.Bytes, Sha256 = follows.Sha256 } : null;
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
                stored.StoredAt = e.At;
                if (stored.LostAt is not null)
                {
                    StandAgain(stored);
                    break;
                }

                stored.State = PhotoState.Stored;
                ContentVersion++;
                foreach (var lost in Photos.Where(p => p.Slot == stored.Slot && p.LostAt is not null && p.State is PhotoState.Arriving && p.AnnouncedAt < stored.AnnouncedAt))
                {
                    lost.State = PhotoState.Superseded; // it was taken again: nobody waits for it any more
                }

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
            case PhotoLost e:
                var gone = Photos.Single(p => p.Id == e.Photo);
                (gone.State, gone.LostAt) = (PhotoState.Arriving, e.At);
                break;
            case OriginalLost e:
                var goneOriginal = Photos.Single(p => p.Id == e.Photo).Original!;
                (goneOriginal.State, goneOriginal.LostAt) = (PhotoState.Arriving, e.At);
                break;
            case OriginalStored e:
                var original = Photos.Single(p => p.Id == e.Photo).Original!;
                original.LostAt = null;
                original.State = PhotoState.Stored;
                original.StoredAt = e.At;
                break;
            case OriginalRefused e:
                var without = Photos.Single(p => p.Id == e.Photo).Original!;
                without.State = PhotoState.Refused;
                without.RefusalCode = e.Code;
                break;
            case PhotoRefused e:
                var refused = Photos.Single(p => p.Id == e.Photo);
                refused.State = PhotoState.Refused;
                refused.RefusalCode = e.Code;
                break;
        }
    }

    // The same picture once more: nobody has to read anything anew, and what has taken its place meanwhile keeps it.
    private void StandAgain(ConsultPhoto photo)
    {
        photo.LostAt = null;
        photo.State = Photos.Exists(p => p.Slot == photo.Slot && p.Id != photo.Id && p.State is PhotoState.Stored && p.Answers is not null && p.AnnouncedAt > photo.AnnouncedAt)
            ? PhotoState.Superseded
            : PhotoState.Stored;
    }
}
