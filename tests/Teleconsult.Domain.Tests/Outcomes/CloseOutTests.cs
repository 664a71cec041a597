using System.Text.Json;
using Teleconsult.Domain.Outcomes;
using Teleconsult.Domain.ResponseTimes;
using Teleconsult.Domain.Tests.Photos;
using Xunit;

namespace Teleconsult.Domain.Tests.Outcomes;

/// <summary>The questions of closing against the vectors that the phone's tests read too.</summary>
public sealed class CloseOutTests
{
    private static readonly Golden File = JsonSerializer.Deserialize<Golden>(
        System.IO.File.ReadAllText(Path.Combine(Corpus.Repository, "tests", "Vectors", "close-out.json")), JsonSerializerOptions.Web)!;

    private sealed record Golden(Dictionary<string, Asked> Questions, Dictionary<string, string> Forms);

    private sealed record Asked(string[] Outcomes, string[] Referrals);

    public static TheoryData<string> Forms => [.. File.Forms.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_form_is_closed_with_the_questions_of_its_pathway(string form)
    {
        var questions = CloseOuts.Of(Pathways.Of(form));

        Assert.Equal(File.Forms[form], JsonNamingPolicy.CamelCase.ConvertName(questions.ToString()));
        Assert.Equal(File.Questions[File.Forms[form]].Outcomes, CloseOuts.Outcomes(questions));
        Assert.Equal(File.Questions[File.Forms[form]].Referrals, CloseOuts.Referrals(questions));
    }

    [Theory]
    [InlineData(Pathway.CommunityCare, CloseOut.HomeCare, "new", "tripAvoided", CloseOut.HomeCare)]
    [InlineData(Pathway.CommunityCare, null, "new", "avoided", CloseOut.Champlain)] // a phone of before there were several
    [InlineData(Pathway.Emergency, CloseOut.Champlain, "none", "other", CloseOut.Champlain)]
    [InlineData(Pathway.Emergency, CloseOut.HomeCare, "new", "tripAvoided", null)]
    [InlineData(Pathway.CommunityCare, null, "new", "tripAvoided", null)]
    [InlineData(Pathway.Emergency, CloseOut.Emergency, "inTime", null, null)]
    [InlineData(Pathway.Emergency, CloseOut.Emergency, null, "stayed", null)]
    [InlineData(Pathway.PrimaryCare, (CloseOut)9, "new", "avoided", null)]
    public void Answers_count_for_the_questions_that_they_answer(Pathway pathway, CloseOut? said, string? outcome, string? referral, CloseOut? read) =>
        Assert.Equal(read, CloseOuts.Read(pathway, said, outcome, referral));
}
