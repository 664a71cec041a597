using Teleconsult.Domain.ResponseTimes;
using Xunit;

namespace Teleconsult.Domain.Tests.ResponseTimes;

public sealed class QuantileTests
{
    [Fact]
    public void What_is_not_done_counts_as_longer_than_all_that_is()
    {
        TimeSpan[] took = [.. Enumerable.Range(1, 4).Reverse().Select(h => TimeSpan.FromHours(h))];
        Assert.Equal(TimeSpan.FromHours(2), Quantiles.Of(took, 4, 0.5));
        Assert.Equal(TimeSpan.FromHours(4), Quantiles.Of(took, 8, 0.5)); // of the done ones alone it would look like 2
        Assert.Null(Quantiles.Of(took, 9, 0.5));
        Assert.Null(Quantiles.Of(took, 5, 0.9));
        Assert.Null(Quantiles.Of([], 0, 0.5));
    }

    [Theory]
    [InlineData("https://teleconsult.example/Questionnaire/emergency-isbar|1.0.0", Pathway.Emergency)]
    [InlineData("https://teleconsult.example/Questionnaire/diabetic-foot|1.0.0", Pathway.CommunityCare)]
    [InlineData("https://teleconsult.example/Questionnaire/diabetic-retinopathy|1.0.0", Pathway.PrimaryCare)]
    [InlineData("https://teleconsult.example/Questionnaire/not-sure|1.0.0", Pathway.PrimaryCare)]
    public void The_form_tells_the_pathway(string template, Pathway pathway) => Assert.Equal(pathway, Pathways.Of(template));

    [Fact]
    public void A_month_begins_and_ends_by_the_networks_zone()
    {
        var nairobi = TimeZoneInfo.FindSystemTimeZoneById("Africa/Nairobi");
        var month = FigureMonth.Of(new DateTimeOffset(2026, 11, 30, 22, 0, 0, TimeSpan.Zero), nairobi); // one in the night of the first of December
        Assert.Equal(("2026-12", 2026, 12, "2027-01"), (month.ToString(), month.Year, month.OfYear, month.Next.ToString()));
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 21, 0, 0, TimeSpan.Zero), month.Begins(nairobi));
    }
}
