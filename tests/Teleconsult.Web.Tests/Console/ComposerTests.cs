using Bunit;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Courtesy;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Courtesy;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Advice;
using Teleconsult.Web.Console.Marks;
using Teleconsult.Web.Console.Parts;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

public sealed class ComposerTests : ConsoleContext
{
    public ComposerTests()
    {
        Gateway.Answer<SaveDraft, DraftSaved>(_ => new DraftSaved(Clock.Now, Clock.Now.AddHours(1)));
        Gateway.Answer<SendAdvice, AdviceSentResult>(_ => new AdviceSentResult(10, Clock.Now.AddSeconds(10)));
        Page.Setup<DraftShadow?>("readShadow", _ => true).SetResult(null);
        Page.Setup<long>("draftStamp", _ => true).SetResult(0);
    }

    [Fact]
    public async Task Advice_on_photos_is_refused_without_adequacy()
    {
        var cut = Open(Sample.Case(photos: [Sample.Photo()]));
        cut.Find("#most-likely").Input("No retinopathy");
        await cut.InvokeAsync(() => cut.Instance.Choose(2));
        cut.Find(".confirm input").Change(true);

        await cut.InvokeAsync(cut.Instance.Send);

        Assert.Contains("photos and data were good enough", cut.Find(".composer__foot [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(Gateway.Of<SendAdvice>());
    }

    [Fact]
    public async Task The_patient_check_is_never_ticked_in_advance_and_sending_needs_it()
    {
        var cut = Open(Sample.Case(draft: new DraftView(Sample.Advice(), 3, Sample.Now)));
        Assert.False(cut.Find(".confirm input").HasAttribute("checked"));

        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Empty(Gateway.Of<SendAdvice>());

        cut.Find(".confirm input").Change(true);
        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Equal(3, Assert.Single(Gateway.Of<SendAdvice>()).ContentVersion);
    }

    [Fact]
    public async Task Words_that_read_harshly_are_asked_about_once_and_go_out_as_they_are_with_one_press()
    {
        var cut = Open(Sample.Case(draft: new DraftView(Sample.Advice(), 3, Sample.Now)));
        Gateway.Answer<FindHarshWords, IReadOnlyList<CourtesyRemark>>(_ => [new("how many times", "To say it once more: …")]);
        cut.Find(".confirm input").Change(true);

        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Empty(Gateway.Of<SendAdvice>());
        Assert.Contains("how many times", cut.Find(".courtesy").TextContent, StringComparison.Ordinal);
        Assert.Contains("To say it once more", cut.Find(".courtesy").TextContent, StringComparison.Ordinal);

        cut.Find(".courtesy .link").Click();
        Assert.Single(Gateway.Of<SendAdvice>());
        Assert.Single(Gateway.Of<FindHarshWords>());
    }

    [Fact]
    public async Task Where_nobody_can_look_at_the_words_they_go_out()
    {
        var cut = Open(Sample.Case(draft: new DraftView(Sample.Advice(), 3, Sample.Now)));
        Gateway.Refuse<FindHarshWords>("server.busy");
        cut.Find(".confirm input").Change(true);
        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Single(Gateway.Of<SendAdvice>());
    }

    [Fact]
    public async Task What_is_drawn_is_saved_with_the_answer_and_goes_out_with_it()
    {
        var photo = Sample.Photo();
        var told = new List<DrawnMarks>();
        var cut = Render<Composer>(p => p.Add(c => c.Case, Sample.Case(draft: new DraftView(Sample.Advice(), 3, Sample.Now), photos: [photo])).Add(c => c.OnMarks, told.Add));
        Assert.Empty(Assert.Single(told).Marks);

        var drawn = new PhotoMarks(photo.Id, 1411, 1411, new PhotoScale([0, 0, 100, 0], 10), [new PhotoMark(1, MarkKind.Outline, [0, 0, 200, 0, 200, 200], "dead tissue")]);
        cut.Find("[data-field=marks]").Input(MarkWords.Write([drawn]));
        Assert.Equal("dead tissue", Assert.Single(Assert.Single(told[^1].Marks).Marks).Label);
        Assert.Equal(told[0].Revision, told[^1].Revision); // by the hand on this screen: it is not given back to it

        Clock.Advance(TimeSpan.FromSeconds(1));
        cut.WaitForAssertion(() => Assert.Single(Gateway.Of<SaveDraft>().Last().Content.PhotoMarks!));
        cut.Find(".confirm input").Change(true);
        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Equal(photo.Id, Assert.Single(Assert.Single(Gateway.Of<SendAdvice>()).Content.PhotoMarks!).Photo);
    }

    [Fact]
    public void What_was_drawn_before_a_reload_comes_back_and_what_cannot_be_read_is_no_mark()
    {
        var photo = Sample.Photo();
        var drawn = new PhotoMarks(photo.Id, 1411, 1411, null, [new PhotoMark(1, MarkKind.Arrow, [0, 0, 200, 0])]);
        Page.Setup<DraftShadow?>("readShadow", _ => true).SetResult(new DraftShadow(new Dictionary<string, string> { ["marks"] = MarkWords.Write([drawn]) }, 1));
        var told = new List<DrawnMarks>();
        var cut = Render<Composer>(p => p.Add(c => c.Case, Sample.Case(photos: [photo])).Add(c => c.OnMarks, told.Add));

        cut.WaitForAssertion(() => Assert.Single(told[^1].Marks));
        Assert.NotEqual(told[0].Revision, told[^1].Revision);
        foreach (var text in new[] { "", "[", "null", "[null]", "[{}]", """[{"photo":"x"}]""" })
        {
            Assert.Empty(MarkWords.Read(text));
        }

        Assert.Empty(Assert.Single(MarkWords.Read(MarkWords.Write([drawn with { Marks = [new PhotoMark(1, MarkKind.Arrow, [0, 0, 2000, 0])] }]))).Marks);
    }

    [Fact]
    public async Task New_data_while_writing_must_be_read_before_sending()
    {
        var cut = Open(Sample.Case(draft: new DraftView(Sample.Advice(), 3, Sample.Now)));
        cut.Find(".confirm input").Change(true);

        cut.Render(p => p.Add(c => c.Case, Sample.Case(contentVersion: 4)));
        Assert.Contains("New data arrived", cut.Find(".notice--warn").TextContent, StringComparison.Ordinal);
        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Empty(Gateway.Of<SendAdvice>());

        cut.Find(".notice--warn .link").Click();
        cut.Find(".confirm input").Change(true); // reading something new asks for the patient again
        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Equal(4, Assert.Single(Gateway.Of<SendAdvice>()).ContentVersion);
    }

    [Fact]
    public void Who_has_not_begun_to_write_is_warned_of_nothing()
    {
        var cut = Open(Sample.Case());
        cut.Render(p => p.Add(c => c.Case, Sample.Case(contentVersion: 7)));
        Assert.Empty(cut.FindAll(".notice--warn"));
    }

    [Fact]
    public void What_is_typed_is_saved_by_itself_a_second_later_once()
    {
        var cut = Open(Sample.Case());
        cut.Find("#most-likely").Input("Large");
        cut.Find("#most-likely").Input("Large cup");
        Assert.Contains("Saving", cut.Find(".composer__state").TextContent, StringComparison.Ordinal);

        Clock.Advance(TimeSpan.FromSeconds(1));

        cut.WaitForAssertion(() => Assert.Equal("Large cup", Assert.Single(Gateway.Of<SaveDraft>()).Content.MostLikely));
        cut.WaitForAssertion(() => Assert.Contains("Saved 14:30", cut.Find(".composer__state").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_draft_that_could_not_be_saved_says_so_and_stays()
    {
        Gateway.Refuse<SaveDraft>("unknown");
        var cut = Open(Sample.Case());
        cut.Find("#most-likely").Input("Large cup");
        Clock.Advance(TimeSpan.FromSeconds(1));

        cut.WaitForAssertion(() => Assert.Contains("Not saved (stays on this screen)", cut.Find(".composer__state").TextContent, StringComparison.Ordinal));
        Assert.Equal("Large cup", cut.Find("#most-likely").GetAttribute("value"));
    }

    [Fact]
    public void Words_that_the_server_never_got_come_back_from_the_tab()
    {
        Page.Setup<DraftShadow?>("readShadow", _ => true).SetResult(new DraftShadow(
            new Dictionary<string, string> { ["mostLikely"] = "Typed while the line was cut", ["disposition"] = "ReferUrgent", ["action.1.text"] = "Second line" }, 1));

        var cut = Open(Sample.Case());

        cut.WaitForAssertion(() => Assert.Equal("Typed while the line was cut", Assert.Single(Gateway.Of<SaveDraft>()).Content.MostLikely));
        var saved = Gateway.Of<SaveDraft>().Single().Content;
        Assert.Equal(Disposition.ReferUrgent, saved.Disposition);
        Assert.Equal("Second line", Assert.Single(saved.Actions).Text);
    }

    [Fact]
    public async Task What_another_window_has_saved_is_shown_and_never_overwritten_unasked()
    {
        var other = new DraftView(Sample.Advice("Written at the other computer"), 3, Sample.Now) { Revision = Guid.CreateVersion7() };
        Gateway.Refuse<SaveDraft>("draft.elsewhere");
        Gateway.Answer<GetConsult, ConsultView>(_ => Sample.Case(draft: other));
        var cut = Open(Sample.Case());
        cut.Find("#most-likely").Input("Typed here");
        Clock.Advance(TimeSpan.FromSeconds(1));

        cut.WaitForAssertion(() => Assert.Contains("14:30", cut.Find(".otherdraft").TextContent, StringComparison.Ordinal));
        Assert.Contains("Written at the other computer", cut.Find(".otherdraft").TextContent, StringComparison.Ordinal);
        Assert.Equal("Typed here", cut.Find("#most-likely").GetAttribute("value"));
        cut.Find("#most-likely").Input("Typed here, and on");
        cut.Find(".confirm input").Change(true);
        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Single(Gateway.Of<SaveDraft>());
        Assert.Empty(Gateway.Of<SendAdvice>());

        Gateway.Answer<SaveDraft, DraftSaved>(_ => new DraftSaved(Clock.Now, null));
        await cut.InvokeAsync(() => cut.FindAll(".otherdraft button")[0].Click());
        cut.WaitForAssertion(() => Assert.Equal(2, Gateway.Of<SaveDraft>().Count()));
        var kept = Gateway.Of<SaveDraft>().Last();
        Assert.Equal(("Typed here, and on", other.Revision), (kept.Content.MostLikely, kept.Onto!.Value));
        Assert.Empty(cut.FindAll(".otherdraft"));
    }

    [Fact]
    public async Task The_other_windows_words_can_be_taken_instead()
    {
        var other = new DraftView(Sample.Advice("Written at the other computer"), 3, Sample.Now) { Revision = Guid.CreateVersion7() };
        Gateway.Refuse<SaveDraft>("draft.elsewhere");
        Gateway.Answer<GetConsult, ConsultView>(_ => Sample.Case(draft: other));
        var cut = Open(Sample.Case());
        cut.Find("#most-likely").Input("Typed here");
        Clock.Advance(TimeSpan.FromSeconds(1));
        cut.WaitForElement(".otherdraft");

        await cut.InvokeAsync(() => cut.FindAll(".otherdraft button")[1].Click());

        cut.WaitForAssertion(() => Assert.Equal("Written at the other computer", cut.Find("#most-likely").GetAttribute("value")));
        Assert.Single(Gateway.Of<SaveDraft>());
        Gateway.Answer<SaveDraft, DraftSaved>(_ => new DraftSaved(Clock.Now, null));
        cut.Find("#most-likely").Input("And on from there");
        Clock.Advance(TimeSpan.FromSeconds(1));
        cut.WaitForAssertion(() => Assert.Equal(other.Revision, Gateway.Of<SaveDraft>().Last().Onto));
    }

    [Fact]
    public void A_save_of_this_window_whose_answer_was_lost_is_no_other_window()
    {
        SaveDraft? lost = null;
        Gateway.Refuse<SaveDraft>("unknown");
        Gateway.Answer<GetConsult, ConsultView>(_ => Sample.Case(draft: new DraftView(Sample.Advice("Typed"), 3, Sample.Now) { Revision = lost!.Revision }));
        var cut = Open(Sample.Case());
        cut.Find("#most-likely").Input("Typed");
        Clock.Advance(TimeSpan.FromSeconds(1));
        cut.WaitForAssertion(() => lost = Gateway.Of<SaveDraft>().Single());
        Gateway.RefuseOnce<SaveDraft, DraftSaved>("draft.elsewhere", _ => new DraftSaved(Clock.Now, null));

        cut.Find("#most-likely").Input("Typed, and on");
        Clock.Advance(TimeSpan.FromSeconds(1));

        cut.WaitForAssertion(() => Assert.Equal(("Typed, and on", lost!.Revision), (Gateway.Of<SaveDraft>().Last().Content.MostLikely, Gateway.Of<SaveDraft>().Last().Onto!.Value)));
        cut.WaitForAssertion(() => Assert.Contains("Saved 14:30", cut.Find(".composer__state").TextContent, StringComparison.Ordinal));
        Assert.Empty(cut.FindAll(".otherdraft"));
    }

    [Fact]
    public void Words_of_this_tab_that_another_window_has_overtaken_do_not_overwrite_it_after_a_reload()
    {
        var (mine, theirs) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Page.Setup<DraftShadow?>("readShadow", _ => true).SetResult(new DraftShadow(new Dictionary<string, string> { ["mostLikely"] = "Typed offline" }, 1, mine));

        var cut = Open(Sample.Case(draft: new DraftView(Sample.Advice("Written meanwhile"), 3, Sample.Now) { Revision = theirs }));

        cut.WaitForAssertion(() => Assert.Equal("Typed offline", cut.Find("#most-likely").GetAttribute("value")));
        Assert.Contains("Written meanwhile", cut.Find(".otherdraft").TextContent, StringComparison.Ordinal);
        Assert.Empty(Gateway.Of<SaveDraft>());
    }

    [Fact]
    public void A_colleagues_unsent_answer_stands_beside_ones_own_until_one_of_them_is_chosen()
    {
        var colleagues = new DraftView(Sample.Advice("Begun by a colleague"), 3, Sample.Now) { Revision = Guid.CreateVersion7(), By = new PersonName(Guid.NewGuid(), "Dr Okello") };
        var cut = Open(Sample.Case() with { OthersDrafts = [colleagues] });
        Assert.Contains("Dr Okello", cut.Find(".otherdraft").TextContent, StringComparison.Ordinal);

        cut.FindAll(".otherdraft button")[1].Click();
        Clock.Advance(TimeSpan.FromSeconds(1));

        cut.WaitForAssertion(() => Assert.Equal("Begun by a colleague", Assert.Single(Gateway.Of<SaveDraft>()).Content.MostLikely));
        Assert.Empty(cut.FindAll(".otherdraft"));
    }

    [Fact]
    public async Task A_side_that_no_photo_has_is_asked_about_once()
    {
        var cut = Open(Sample.Case(draft: new DraftView(Sample.Advice("Large cup in the left eye"), 3, Sample.Now), photos: [Sample.Photo()]));
        cut.Find(".confirm input").Change(true);

        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Contains("“left”", cut.Find(".refusal--ask").TextContent, StringComparison.Ordinal);
        Assert.Empty(Gateway.Of<SendAdvice>());

        cut.Find(".refusal--ask .link").Click();
        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Single(Gateway.Of<SendAdvice>());
    }

    [Fact]
    public async Task Needing_more_is_a_question_to_the_worker_and_no_disposition()
    {
        var asked = 0;
        var cut = Render<Composer>(p => p.Add(c => c.Case, Sample.Case()).Add(c => c.OnAsk, () => asked++));
        await cut.InvokeAsync(() => cut.Instance.Choose(5));
        Assert.Equal(1, asked);
        Assert.Empty(cut.FindAll("input[name=disposition][checked]"));
    }

    [Fact]
    public async Task A_change_begins_with_the_earlier_words_and_says_what_is_different()
    {
        Gateway.Answer<AmendAdvice, VersionResult>(_ => new VersionResult(11, 3));
        var earlier = new AdviceView(Guid.NewGuid(), Sample.Now, Sample.Now, Sample.Now, Sample.Now, new PersonName(Guid.NewGuid(), "Dr Achieng"), 3, Sample.Advice(), [], Replaced: false);
        var cut = Render<Composer>(p => p.Add(c => c.Case, Sample.Case()).Add(c => c.Amends, earlier));
        Assert.Equal("No retinopathy", cut.Find("#most-likely").GetAttribute("value"));
        cut.Find(".confirm input").Change(true);

        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Contains("what is different", cut.Find(".composer__foot [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(Gateway.Of<AmendAdvice>());

        cut.Find("[data-field=change]").Input("The pressure was high.");
        await cut.InvokeAsync(cut.Instance.Send);
        var sent = Assert.Single(Gateway.Of<AmendAdvice>());
        Assert.Equal((earlier.Id, "The pressure was high."), (sent.Replaces, sent.Content.Change));
        Assert.Empty(Gateway.Of<SendAdvice>());
    }

    [Fact]
    public async Task Both_eyes_are_graded_or_neither_and_the_table_answers_at_once()
    {
        var cut = Open(Sample.Case(draft: new DraftView(Sample.Advice(), 3, Sample.Now), photos: Whole()));
        cut.Find(".confirm input").Change(true);
        cut.Find("[data-field='grade.Right.retinopathy']").Change("Moderate");
        cut.Find("[data-field='grade.Right.macula']").Change("None");
        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Contains("Each eye needs its grade", cut.Find(".composer__foot [role=alert]").TextContent, StringComparison.Ordinal);

        cut.Find("[data-field='grade.Left.retinopathy']").Change("None");
        cut.Find("[data-field='grade.Left.macula']").Change("None");
        Assert.Equal(nameof(EyeRecall.InThreeToSixMonths), cut.Find(".outcome").GetAttribute("data-recall"));
        await cut.InvokeAsync(cut.Instance.Send);

        var sent = Assert.Single(Gateway.Of<SendAdvice>()).Content.Grading!;
        Assert.Equal((new EyeGrade(Retinopathy.Moderate, MacularOedema.None), new EyeGrade(Retinopathy.None, MacularOedema.None)), (sent.Right, sent.Left));
    }

    [Fact]
    public void The_right_eye_stands_on_the_left_and_an_eye_that_cannot_be_graded_loses_its_grade()
    {
        var cut = Open(Sample.Case(photos: Whole()));
        Assert.Equal(["Right", "Left"], cut.FindAll(".gradeform__eye .side").Select(s => s.GetAttribute("aria-label")));
        cut.Find("[data-field='grade.Left.retinopathy']").Change("None");
        cut.Find("[data-field='grade.Left.macula']").Change("None");
        cut.Find("[data-field='grade.Right.retinopathy']").Change("Mild");
        cut.Find("[data-field='grade.Right.macula']").Change("None");
        Assert.Equal("Adequate", cut.Find("[data-field=adequacy][checked]").GetAttribute("value"));

        cut.Find("[data-field='grade.Right.retinopathy']").Change("U.MediaOpacity");

        Assert.True(cut.Find("[data-field='grade.Right.macula']").HasAttribute("disabled"));
        Assert.Contains("right eye could not be judged", cut.Find(".outcome").TextContent, StringComparison.Ordinal);
        Assert.Equal("Limited", cut.Find("[data-field=adequacy][checked]").GetAttribute("value")); // it follows until the author says it
    }

    [Fact]
    public async Task A_grade_without_a_whole_photo_is_confirmed_by_slot()
    {
        var draft = Sample.Advice() with { Grading = new EyeGrading(new EyeGrade(Retinopathy.None, MacularOedema.None), new EyeGrade(Retinopathy.None, MacularOedema.None)) };
        var cut = Open(Sample.Case(draft: new DraftView(draft, 3, Sample.Now), photos: [.. Whole()[..3], Sample.Photo("L-disc", Laterality.Left, PhotoState.Arriving)]));
        cut.Find(".composer__foot .confirm input").Change(true);
        await cut.InvokeAsync(cut.Instance.Send);
        Assert.Empty(Gateway.Of<SendAdvice>());
        Assert.Contains("Left eye, disc", Assert.Single(cut.FindAll(".gap")).TextContent, StringComparison.Ordinal);

        cut.Find(".gap input").Change(true);
        await cut.InvokeAsync(cut.Instance.Send);

        Assert.Equal(["L-disc"], Assert.Single(Gateway.Of<SendAdvice>()).Content.Grading!.Confirmed!);
    }

    [Fact]
    public void Grades_that_the_server_never_got_come_back_from_the_tab()
    {
        Page.Setup<DraftShadow?>("readShadow", _ => true).SetResult(new DraftShadow(
            new Dictionary<string, string>
            {
                ["grade.Right.retinopathy"] = "Severe",
                ["grade.Right.macula"] = "None",
                ["grade.Left.retinopathy"] = "U.Other",
                ["grade.Left.note"] = "Asteroid hyalosis",
                ["grade.less"] = "why",
            }, 1));

        var cut = Open(Sample.Case());

        cut.WaitForAssertion(() => Assert.NotNull(Assert.Single(Gateway.Of<SaveDraft>()).Content.Grading));
        var saved = Gateway.Of<SaveDraft>().Single().Content.Grading!;
        Assert.Equal(new EyeGrade(Retinopathy.Severe, MacularOedema.None), saved.Right);
        Assert.Equal(new EyeGrade(Ungradable: UngradableReason.Other, Note: "Asteroid hyalosis"), saved.Left);
        Assert.Equal("why", saved.LessBecause);
    }

    [Fact]
    public void Other_forms_are_not_graded() => Assert.Empty(Open(Sample.Case() with { Template = Sample.Foot }).FindAll("#step-grade"));

    private static PhotoView[] Whole() =>
        [Sample.Photo(), Sample.Photo("R-disc"), Sample.Photo("L-mac", Laterality.Left), Sample.Photo("L-disc", Laterality.Left)];

    [Theory]
    [InlineData("Right away to hospital", Laterality.None)]
    [InlineData("Laser to the right eye", Laterality.Right)]
    [InlineData("All right, keep going", Laterality.None)]
    public void Words_that_only_look_like_a_side_are_none(string words, Laterality named) =>
        Assert.Equal(named, SideCheck.OtherSideNamed(Sample.Advice(words), [Sample.Photo("L-mac", Laterality.Left)]));

    private IRenderedComponent<Composer> Open(ConsultView view) => Render<Composer>(p => p.Add(c => c.Case, view));
}
