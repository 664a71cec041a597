using Teleconsult.Application.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Grading;

/// <summary>What is said of an eye, in the reader's words. An eye that cannot be graded is never said by the words of one that is.</summary>
internal static class EyeWords
{
    public static IEnumerable<string> Lines(this Words words, EyeGrade? eye)
    {
        if (eye is null or { IsEmpty: true })
        {
            yield break;
        }

        if (eye.Ungradable is { } why)
        {
            yield return words["eye.ungradable"];
            yield return why is UngradableReason.Other ? eye.Note ?? words["eye.why.other"] : words.Of("eye.why", why);
            yield break;
        }

        if (eye.Retinopathy is { } retinopathy)
        {
            yield return words.Of("eye.retinopathy", retinopathy);
        }

        if (eye.Macula is { } macula)
        {
            yield return words.Of("eye.macula", macula);
        }
    }

    public static string Recall(this Words words, EyeRecall? recall) => recall is { } known ? words.Of("eye.recall", known) : words["eye.recall.nothing"];

    /// <summary>Null where all could be judged.</summary>
    public static string? NotJudged(this Words words, IReadOnlyList<Laterality> eyes) =>
        eyes.Count == 0 ? null : words["eye.notJudged." + (eyes.Count > 1 ? "both" : eyes[0] is Laterality.Right ? "right" : "left")];

    /// <summary>Why a slot was not photographed: the code in the reader's language, else the requester's own words.</summary>
    public static string NotTaken(this Words words, NotTaken gap) =>
        gap.Code is { } code and not NotTakenReason.Other ? words.Of("notTaken", code) : gap.Reason;

    /// <summary>What the phone found wanting in a photo, and why it was kept: the requester's own words where no code says it.</summary>
    public static string Check(this Words words, PhotoCheck check) => words.Say(
        "coach.desk", ("found", string.Join(", ", check.Findings.Select(f => words.Of("coach.found", f)))),
        ("why", check.Reason is { } reason ? reason is KeptReason.Other ? check.Words : words.Of("coach.kept", reason) : words["coach.noReason"]));

    public static EyeGrade? Of(this EyeGrading grading, Laterality side) => side is Laterality.Right ? grading.Right : grading.Left;
}
