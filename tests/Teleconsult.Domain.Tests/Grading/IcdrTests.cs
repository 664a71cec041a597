using System.Text.Json;
using System.Text.Json.Serialization;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Intake;
using Teleconsult.Domain.Photos;
using Teleconsult.Domain.Tests.Photos;
using Xunit;

namespace Teleconsult.Domain.Tests.Grading;

/// <summary>Recall and referral by the worse eye against the golden vectors; what cannot be judged never passes for normal.</summary>
public sealed class IcdrTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private static readonly Golden File =
        JsonSerializer.Deserialize<Golden>(System.IO.File.ReadAllText(Path.Combine(Corpus.Repository, "tests", "Vectors", "icdr.json")), Options)!;

    private static readonly Questionnaire Form = Questionnaire.Parse(
        JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(Corpus.Repository, "wwwroot", "intake", "diabetic-retinopathy-1.0.0.json"))).RootElement);

    private sealed record Golden(string Table, Vector[] Vectors, Unfinished[] Incomplete);

    private sealed record Vector(string Name, EyeGrade Right, EyeGrade Left, EyeRecall? Recall, Laterality[] NotJudged, Disposition Least, Adequacy Adequacy);

    private sealed record Unfinished(string Name, EyeGrade? Right, EyeGrade? Left);

    public static TheoryData<string> Vectors => [.. File.Vectors.Select(v => v.Name)];

    public static TheoryData<string> Incomplete => [.. File.Incomplete.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_outcome_is_that_of_the_golden_vector(string name)
    {
        var vector = File.Vectors.Single(v => v.Name == name);

        var outcome = Icdr.Of(vector.Right, vector.Left)!;

        Assert.Equal((vector.Recall, vector.Least), (outcome.Recall, outcome.Least));
        Assert.Equal(vector.NotJudged, outcome.NotJudged);
        Assert.Equal(vector.Adequacy, Icdr.AdequacyOf(vector.Right, vector.Left));
    }

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void Half_a_grading_has_no_outcome(string name)
    {
        var vector = File.Incomplete.Single(v => v.Name == name);
        Assert.Null(Icdr.Of(vector.Right, vector.Left));
        Assert.Null(Icdr.AdequacyOf(vector.Right, vector.Left));
    }

    [Fact]
    public void The_vectors_are_of_the_table_that_the_code_names() => Assert.Equal(Icdr.Table, File.Table);

    [Fact]
    public void Which_eye_is_worse_makes_no_difference_to_the_outcome()
    {
        foreach (var (one, other) in Complete().SelectMany(_ => Complete(), (a, b) => (a, b)))
        {
            var (here, there) = (Icdr.Of(one, other)!, Icdr.Of(other, one)!);
            Assert.Equal((here.Recall, here.Least, here.NotJudged.Count), (there.Recall, there.Least, there.NotJudged.Count));
        }
    }

    [Fact]
    public void What_cannot_be_judged_never_passes_for_an_eye_without_retinopathy()
    {
        foreach (var (one, other) in Complete().SelectMany(_ => Complete(), (a, b) => (a, b)).Where(p => p.a.IsToBeLookedAtAgain || p.b.IsToBeLookedAtAgain))
        {
            var outcome = Icdr.Of(one, other)!;
            Assert.True(outcome.Recall >= EyeRecall.LookAgain);
            Assert.False(Icdr.IsLess(outcome.Least, Disposition.ReferRoutine));
            Assert.NotEmpty(outcome.NotJudged);
            Assert.NotEqual(Adequacy.Adequate, Icdr.AdequacyOf(one, other));
        }
    }

    [Fact]
    public void A_worse_grade_never_lessens_what_follows()
    {
        foreach (var (macula, other) in Enum.GetValues<MacularOedema>().SelectMany(_ => Complete(), (m, o) => (m, o)))
        {
            var steps = Enum.GetValues<Retinopathy>().Order().Select(r => Icdr.Of(new EyeGrade(r, macula), other)!.Recall).ToList();
            Assert.Equal(steps.Order(), steps);
        }
    }

    [Theory]
    [InlineData(Disposition.NoAction, Disposition.ManageLocally, true)]
    [InlineData(Disposition.ManageLocally, Disposition.ReferRoutine, true)]
    [InlineData(Disposition.ReferRoutine, Disposition.ReferUrgent, true)]
    [InlineData(Disposition.ReferUrgent, Disposition.ReferUrgent, false)]
    [InlineData(Disposition.EmergencyTransfer, Disposition.ReferUrgent, false)]
    [InlineData(Disposition.ManageLocally, Disposition.NoAction, false)]
    public void Less_than_the_table_asks_for_is_known_as_such(Disposition chosen, Disposition least, bool less) => Assert.Equal(less, Icdr.IsLess(chosen, least));

    [Fact]
    public void A_graded_eye_without_a_whole_photo_of_each_slot_is_told()
    {
        var none = new EyeGrade(Retinopathy.None, MacularOedema.None);
        Assert.Empty(GradeCheck.Gaps(none, none, Form, Stored("R-mac", "R-disc", "L-mac", "L-disc")));
        Assert.Equal([new EyeGap(Laterality.Left, "L-disc")], GradeCheck.Gaps(none, none, Form, Stored("R-mac", "R-disc", "L-mac")));
        Assert.Equal([new EyeGap(Laterality.Right, "R-mac"), new EyeGap(Laterality.Right, "R-disc")], GradeCheck.Gaps(none, none, Form, Stored("L-mac", "L-disc")));
    }

    [Fact]
    public void An_eye_that_is_not_graded_needs_no_photo()
    {
        var (none, blind) = (new EyeGrade(Retinopathy.None, MacularOedema.None), new EyeGrade(Ungradable: UngradableReason.NoPhoto));
        Assert.Empty(GradeCheck.Gaps(blind, none, Form, Stored("L-mac", "L-disc")));
        Assert.Empty(GradeCheck.Gaps(null, new EyeGrade(), Form, Stored()));
    }

    private static HashSet<string> Stored(params string[] slots) => [.. slots];

    private static IEnumerable<EyeGrade> Complete() =>
    [
        .. Enum.GetValues<Retinopathy>().SelectMany(_ => Enum.GetValues<MacularOedema>(), (r, m) => new EyeGrade(r, m)),
        .. Enum.GetValues<UngradableReason>().Select(w => new EyeGrade(Ungradable: w, Note: w is UngradableReason.Other ? "why" : null)),
    ];
}
