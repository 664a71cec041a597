using System.Text.Json;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Intake;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Consults;

/// <summary>What a phone sends when its user presses send. Stored there as bytes before it leaves.</summary>
/// <param name="Template">Canonical <c>url|version</c>.</param>
/// <param name="Service">Null: "not sure".</param>
/// <param name="Answers">A FHIR R4 QuestionnaireResponse.</param>
/// <param name="FollowUpOf">The earlier case of the same patient that this one follows.</param>
/// <param name="StartedAt">By the phone's clock, like <paramref name="SentAt"/>: evidence only.</param>
public sealed record Submission(
    PatientForm Patient, string Template, Guid? Service, Urgency Urgency, JsonElement Answers, ConsentView Consent,
    IReadOnlyList<PhotoForm> Photos, IReadOnlyList<NotTaken>? NotTaken, DateTimeOffset? StartedAt, DateTimeOffset SentAt, string? AppVersion,
    Guid? FollowUpOf = null);

public sealed record PatientForm(
    Guid Id, string Initials, string? GivenName, string? FamilyName, Age? Age, string Sex, IReadOnlyList<PatientIdentifier>? Identifiers,
    string? Phone, string? Language)
{
    internal PatientWords ToWords(DateTimeOffset now) =>
        new(Initials.Trim(), GivenName?.Trim(), FamilyName?.Trim(), Age, now, Sex, Identifiers ?? [], Phone?.Trim(), Language);
}

/// <param name="Sha256">Of the bytes that will be uploaded, hexadecimal.</param>
/// <param name="Preview">A JPEG of at most 16 KB, made on the phone.</param>
public sealed record PhotoForm(
    Guid Id, string Slot, Laterality Laterality, long Bytes, string Sha256, int? Width, int? Height, DateTimeOffset? TakenAt, byte[]? Preview,
    OriginalForm? Original = null, PhotoCheck? Check = null)
{
    internal PhotoAnnouncement Announcement => new(
        new PhotoId(Id), Slot, Laterality, Bytes, Sha256.ToLowerInvariant(), TakenAt,
        Original is { } original ? new OriginalAnnouncement(new PhotoId(original.Id), original.Bytes, original.Sha256.ToLowerInvariant()) : null);

    /// <summary>Of the photo and of the original that follows it.</summary>
    internal IEnumerable<Guid> Ids => Original is { } original ? [Id, original.Id] : [Id];
}

/// <summary>What the phone found wanting in a photo, and why its requester kept it all the same. Words of the case, as stored.</summary>
/// <param name="Reason">Null: nobody said.</param>
/// <param name="Words">The requester's own, for <see cref="KeptReason.Other"/>.</param>
public sealed record PhotoCheck(IReadOnlyList<PhotoFinding> Findings, KeptReason? Reason, string? Words);

/// <summary>The picture as captured, where the photo itself is its grading copy. Of retina photos alone (DESIGN §5 rule 7).</summary>
/// <param name="Id">Of its own upload.</param>
/// <param name="Sha256">Of the bytes that will be uploaded, hexadecimal.</param>
public sealed record OriginalForm(Guid Id, long Bytes, string Sha256);

/// <summary>The words of a patient, as stored.</summary>
/// <param name="AgeAt">When the age was said: an age grows, a date of birth is often unknown.</param>
public sealed record PatientWords(
    string Initials, string? GivenName, string? FamilyName, Age? Age, DateTimeOffset AgeAt, string Sex,
    IReadOnlyList<PatientIdentifier> Identifiers, string? Phone, string? Language)
{
    internal bool SaysTheSameAs(PatientWords other) =>
        (this with { AgeAt = other.AgeAt, Identifiers = other.Identifiers }) == other && Identifiers.SequenceEqual(other.Identifiers);
}

/// <summary>The words of an intake, as stored; each amendment adds a version.</summary>
/// <param name="AskedUrgency">What the requester chose, before rules raised it.</param>
public sealed record IntakeWords(
    string Question, JsonElement Answers, ConsentView? Consent, IReadOnlyList<NotTaken> NotTaken, IReadOnlyList<string> Missing,
    IReadOnlyList<string> RedFlags, Urgency AskedUrgency, IReadOnlyList<string>? Raised = null);

/// <summary>What must hold of a submission before anything is stored.</summary>
internal static class SubmissionRules
{
    /// <summary>DESIGN §5 rule 7.</summary>
    public const int MostPreviewBytes = 16 * 1024;

    /// <summary>DESIGN §5 rule 7 and the photo intake: 25 MB.</summary>
    public const long MostPhotoBytes = 25L * 1024 * 1024;

    public static (Questionnaire Template, IntakeReview Review, IReadOnlyList<PhotoAnnouncement> Photos) Check(Submission submission, Intake.Templates templates)
    {
        var template = templates.Get(submission.Template);
        CheckPatient(submission.Patient);
        if (submission.Consent is not { Share: true })
        {
            throw new RuleViolation("consent.required");
        }

        Texts.Required(submission.Consent.How, "consent.required", 40);
        var review = IntakeReview.Of(template, submission.Answers);
        Texts.Required(review.Question, "question.required", 4_000);
        if (submission.Photos is null || submission.Photos.Any(p => p is null) || submission.NotTaken?.Any(n => n is not { Slot: not null, Reason: not null }) is true)
        {
            throw new RuleViolation("body.invalid"); // JSON can leave out what the type demands
        }

        if (submission.Photos.SelectMany(p => p.Ids).GroupBy(i => i).Any(g => g.Count() > 1))
        {
            throw new RuleViolation("photo.slot-twice");
        }

        foreach (var photo in submission.Photos)
        {
            CheckPhoto(photo, template);
        }

        CheckNotTaken(submission, template);

        return (template, review, [.. submission.Photos.Select(p => p.Announcement)]);
    }

    private static void CheckNotTaken(Submission submission, Questionnaire template)
    {
        var said = submission.NotTaken ?? [];
        foreach (var gap in said)
        {
            template.RequireSlot(gap.Slot);
            if (Texts.Optional(gap.Reason, 200) is null && gap.Code is (null or NotTakenReason.Other))
            {
                throw new RuleViolation("not-taken.no-reason", ("slot", gap.Slot));
            }
        }

        if (said.Select(g => g.Slot).Concat(submission.Photos.Select(p => p.Slot)).GroupBy(s => s).FirstOrDefault(g => g.Count() > 1 && said.Any(n => n.Slot == g.Key)) is { } twice)
        {
            throw new RuleViolation("not-taken.and-taken", ("slot", twice.Key));
        }
    }

    public static void CheckPhoto(PhotoForm photo, Questionnaire template)
    {
        if (photo.Id == Guid.Empty || photo.Slot is null)
        {
            throw new RuleViolation("body.invalid");
        }

        var slot = template.RequireSlot(photo.Slot);
        if (slot.Laterality is not Laterality.None && slot.Laterality != photo.Laterality)
        {
            throw new RuleViolation("photo.side-mismatch", ("slot", photo.Slot));
        }

        if (photo.Preview is { Length: > MostPreviewBytes })
        {
            throw new RuleViolation("photo.preview-too-large", ("most", MostPreviewBytes));
        }

        if (photo.Preview is { Length: > 0 } preview && !(preview.Length > 3 && preview[0] == 0xFF && preview[1] == 0xD8))
        {
            throw new RuleViolation("photo.preview-not-jpeg");
        }

        CheckFindings(photo.Check);
        CheckBytes(photo.Bytes, photo.Sha256);
        if (photo.Original is { } original)
        {
            if (original.Id == Guid.Empty || original.Id == photo.Id || !template.IsRetina)
            {
                throw new RuleViolation("body.invalid");
            }

            CheckBytes(original.Bytes, original.Sha256);
        }
    }

    private static void CheckFindings(PhotoCheck? check)
    {
        if (check is null)
        {
            return;
        }

        if (check.Findings is not { Count: > 0 and <= 10 } findings || findings.Any(f => !Enum.IsDefined(f)) || check.Reason is { } reason && !Enum.IsDefined(reason))
        {
            throw new RuleViolation("body.invalid");
        }

        Texts.Optional(check.Words, 200);
    }

    private static void CheckBytes(long bytes, string? sha256)
    {
        if (bytes < 1)
        {
            throw new RuleViolation("photo.empty");
        }

        if (bytes > MostPhotoBytes)
        {
            throw new RuleViolation("photo.too-large", ("most", MostPhotoBytes));
        }

        if (sha256 is not { Length: 64 } || !sha256.All(char.IsAsciiHexDigit))
        {
            throw new RuleViolation("photo.no-hash");
        }
    }

    private static void CheckPatient(PatientForm? patient)
    {
        if (patient is null || patient.Id == Guid.Empty)
        {
            throw new RuleViolation("patient.incomplete");
        }

        Texts.Required(patient.Initials, "patient.incomplete", 20);
        if (patient.Sex is not ("female" or "male" or "unknown") || patient.Age is not { Value: >= 0 and <= 150, Unit: "a" or "mo" })
        {
            throw new RuleViolation("patient.incomplete");
        }

        Texts.Optional(patient.GivenName, 200);
        Texts.Optional(patient.FamilyName, 200);
        Texts.Optional(patient.Phone, 40);
        if (patient.Identifiers is { Count: > 10 } || patient.Identifiers?.Any(i => i is not { System: not null, Value: not null }) is true)
        {
            throw new RuleViolation("patient.incomplete");
        }
    }
}
