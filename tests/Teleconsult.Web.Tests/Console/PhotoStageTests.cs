using AngleSharp.Dom;
using Bunit;
using Teleconsult.Application.Consults;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Case;
using Teleconsult.Web.Console.Marks;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

/// <summary>What stands beside what on the stage. How photos move and are lit is proven in a browser.</summary>
public sealed class PhotoStageTests : ConsoleContext
{
    private readonly PhotoView _now = Sample.Photo("L-mac", Laterality.Left);
    private readonly PhotoView _other = Sample.Photo("R-mac");

    public PhotoStageTests() => JSInterop.SetupModule("./console/viewer.js").Mode = JSRuntimeMode.Loose;

    [Fact]
    public void An_earlier_case_stands_beside_when_asked_for_the_same_place_beside_itself()
    {
        var before = Earlier(3, Sample.Photo("L-mac", Laterality.Left));
        var cut = Stage([_other, _now], before);
        Assert.Equal(["Right", "Left"], Panes(cut));

        cut.Find("[data-compare]").Click();
        Assert.Equal(["Last", "Now"], Panes(cut));
        Assert.All(cut.FindAll(".pane .side"), side => Assert.Equal("Left", side.GetAttribute("aria-label")));
        Assert.Contains("Last time", cut.FindAll(".pane")[0].TextContent, StringComparison.Ordinal);

        cut.Find("[data-compare]").Click();
        Assert.Equal(["Right", "Left"], Panes(cut));
    }

    [Fact]
    public void A_case_that_is_followed_stands_beside_unasked_and_older_ones_can_be_picked()
    {
        var followed = Earlier(5, Sample.Photo("L-mac", Laterality.Left));
        var older = Earlier(90, Sample.Photo("L-mac", Laterality.Left));
        var cut = Render<PhotoStage>(p => p.Add(s => s.Case, Sample.Case(photos: [_now]) with { Earlier = followed }).Add(s => s.Now, Sample.Now).Add(s => s.Before, [followed, older]));
        Assert.Equal(["Last", "Now"], Panes(cut));
        Assert.Contains("Last time", cut.FindAll(".pane")[0].TextContent, StringComparison.Ordinal);

        cut.FindAll(".film__group")[^1].QuerySelector("button")!.Click();
        Assert.Contains("Earlier case", cut.FindAll(".pane")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(["Last", "Now"], Panes(cut));
    }

    [Fact]
    public void A_take_that_was_replaced_can_stand_beside_the_new_one()
    {
        var first = Sample.Photo("L-mac", Laterality.Left, PhotoState.Superseded);
        var cut = Stage([first, _now, _other]);
        Assert.Equal(["Right", "Left"], Panes(cut));
        Assert.Equal(["Earlier photo"], cut.FindAll("[data-compare] .tool__word").Select(w => w.TextContent));

        cut.Find("[data-compare]").Click();
        Assert.Equal(["Last", "Now"], Panes(cut));
        Assert.Contains("Earlier photo", cut.FindAll(".pane")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_nothing_earlier_nothing_is_offered_to_compare()
    {
        var cut = Stage([_now]);
        Assert.Empty(cut.FindAll("[data-compare]"));
        cut.FindAll(".viewer__tools button").First(b => b.GetAttribute("aria-label") == "Keys of the photos").Click();
        Assert.Contains("beside an earlier photo", cut.Find("dialog").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_writes_can_draw_and_sees_in_words_what_is_drawn_and_by_whom()
    {
        var theirs = new PhotoMarks(_now.Id, 1411, 1411, null, [new PhotoMark(1, MarkKind.Arrow, [0, 0, 9, 9], "haemorrhage")]);
        var advice = new AdviceView(Guid.NewGuid(), Sample.Now, Sample.Now, Sample.Now, null, new PersonName(Guid.NewGuid(), "Dr Okello"), 3, Sample.Advice() with { PhotoMarks = [theirs] }, [], false);
        var view = Sample.Case(photos: [_other, _now]) with { Advice = [advice] };
        var reading = Render<PhotoStage>(p => p.Add(s => s.Case, view).Add(s => s.Now, Sample.Now));
        Assert.Empty(reading.FindAll("[data-draw]"));
        Assert.Equal("Left eye, macula · Dr Okello", reading.Find(".mark-list .is-other h3").TextContent);
        Assert.Contains("haemorrhage", reading.Find(".mark-list").TextContent, StringComparison.Ordinal);

        var own = new PhotoMarks(_now.Id, 1411, 1411, new PhotoScale([0, 0, 100, 0], 10),
            [new PhotoMark(1, MarkKind.Outline, [0, 0, 200, 0, 200, 200, 0, 200]), new PhotoMark(2, MarkKind.Outline, [0, 0, 200, 200, 200, 0, 0, 200])]);
        var writing = Render<PhotoStage>(p => p.Add(s => s.Case, view).Add(s => s.Now, Sample.Now).Add(s => s.Drawn, new DrawnMarks([own], Guid.NewGuid())));
        Assert.Equal(5, writing.FindAll("[data-draw]").Count);
        var lines = writing.FindAll(".mark-list section:not(.is-other) li");
        Assert.Contains("Outline, 4.0 cm²", lines[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("It crosses itself: no area", lines[2].TextContent, StringComparison.Ordinal);
        Assert.Equal(["scale", "1", "2"], writing.FindAll("[data-unmark]").Select(b => b.GetAttribute("data-unmark")!.Split('/')[1]));
    }

    private static IEnumerable<string?> Panes(IRenderedComponent<PhotoStage> cut) => cut.FindAll("[data-pane]").Select(p => p.GetAttribute("data-pane"));

    private static EarlierCase Earlier(int days, params PhotoView[] photos) => new(Guid.NewGuid(), 100 - days, Sample.Now.AddDays(-days), Sample.Eyes, photos);

    private IRenderedComponent<PhotoStage> Stage(PhotoView[] photos, params EarlierCase[] before) =>
        Render<PhotoStage>(p => p.Add(s => s.Case, Sample.Case(photos: photos)).Add(s => s.Now, Sample.Now).Add(s => s.Before, before));
}
