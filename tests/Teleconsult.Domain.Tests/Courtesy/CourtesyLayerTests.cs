using Teleconsult.Domain.Courtesy;
using Xunit;

namespace Teleconsult.Domain.Tests.Courtesy;

public class CourtesyLayerTests
{
    private static readonly CourtesyList Delivered = new([new("rude", null, "kind"), new(null, "!{2,}", "calm")]);

    [Fact]
    public void Own_rules_come_first_and_a_delivered_one_can_be_switched_off_and_on()
    {
        var layer = CourtesyLayer.None.With(new(" shabby ", null, " neat ", Why: " a quarrel "), Delivered);
        Assert.Equal(new CourtesyRule("shabby", null, "neat", Why: "a quarrel"), Assert.Single(layer.Own));
        Assert.Equal(["shabby", "rude"], layer.Over(Delivered).Find("rude and shabby").Select(r => r.Found));

        layer = layer.Switch("phrase rude", off: true, Delivered);
        Assert.Same(layer, layer.Switch("phrase rude", off: true, Delivered));
        Assert.Equal(["shabby"], layer.Over(Delivered).Find("rude and shabby").Select(r => r.Found));
        Assert.Equal(2, layer.Switch("phrase rude", off: false, Delivered).Over(Delivered).Find("rude and shabby").Count);
        Assert.Same(Delivered, CourtesyLayer.None.Over(Delivered));
        Assert.Empty(layer.Without("phrase shabby").Own);
    }

    [Theory]
    [InlineData("shabby", null, "courtesy.twice")]
    [InlineData("RUDE", null, "courtesy.twice")]
    [InlineData(null, "!{2,}", "courtesy.twice")]
    [InlineData(null, "\\w", "courtesy.too-wide")]
    [InlineData(null, ".", "courtesy.too-wide")]
    [InlineData("the", null, "courtesy.too-wide")]
    [InlineData("*", null, "courtesy.too-wide")]
    [InlineData(null, "(a", "courtesy.pattern")]
    [InlineData(null, "(?<=a)b", "courtesy.pattern")]
    [InlineData(null, "(a+)\\1", "courtesy.pattern")]
    [InlineData(null, "((xy{99}){99}){99}", "courtesy.pattern")]
    [InlineData(null, "x{2147483647}", "courtesy.pattern")]
    [InlineData(null, "x{99999999999}", "courtesy.pattern")]
    [InlineData("a", "b", "courtesy.rule")]
    public void A_rule_that_would_do_harm_is_refused(string? phrase, string? pattern, string code)
    {
        var layer = CourtesyLayer.None.With(new("shabby", null, "neat"), Delivered);
        Assert.Equal(code, Assert.Throws<RuleViolation>(() => layer.With(new(phrase, pattern, "neat"), Delivered)).Code);
    }

    [Fact]
    public void What_the_list_does_not_have_is_refused_and_a_list_has_an_end()
    {
        Assert.Equal("courtesy.unknown", Assert.Throws<RuleViolation>(() => CourtesyLayer.None.Without("phrase rude")).Code); // delivered, not its own
        Assert.Equal("courtesy.unknown", Assert.Throws<RuleViolation>(() => CourtesyLayer.None.Switch("phrase none", off: true, Delivered)).Code);
        var full = new CourtesyLayer([.. Enumerable.Range(0, CourtesyList.MostRules - 2).Select(i => new CourtesyRule($"word{i}", null, "x"))], []);
        Assert.Equal("courtesy.too-many", Assert.Throws<RuleViolation>(() => full.With(new("one more", null, "x"), Delivered)).Code);
    }
}
