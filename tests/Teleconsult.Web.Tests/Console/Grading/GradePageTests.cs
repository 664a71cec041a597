using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Courtesy;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Courtesy;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Grading;
using Xunit;

namespace Teleconsult.Web.Tests.Console.Grading;

/// <summary>The grading screen sends nothing by itself, nothing to another patient, and nothing that is not held.</summary>
public sealed class GradePageTests : ConsoleContext
{
    private readonly Guid _me = Guid.NewGuid();
    private readonly Dictionary<Guid, ConsultView> _cases = [];
    private readonly List<WorklistEntry> _list = [];

    public GradePageTests()
    {
        var person = this.AddAuthorization();
        person.SetAuthorized("Dr Achieng");
        person.SetClaims(new Claim(ClaimTypes.NameIdentifier, _me.ToString()));
        JSInterop.SetupModule("./console/viewer.js").Mode = JSRuntimeMode.Loose;
        Gateway.Answer<ListWorklist, WorklistPage>(_ => new WorklistPage([.. _list], new Dictionary<WorklistTab, int>(), Clock.Now, "c"));
        Gateway.Answer<GetWorklistEntry, WorklistEntry?>(r => _list.Find(e => e.Id == r.Consult));
        Gateway.Answer<GetConsult, ConsultView>(r => _cases[r.Id!.Value]);
        Gateway.Answer<OpenConsult, VersionResult>(_ => new VersionResult(9, 3));
        Gateway.Answer<ClaimConsult, ClaimResult>(r =>
        {
            Change(r.Consult, c => c with { State = ConsultState.Claimed, Holder = new PersonName(_me, "Dr Achieng") });
            return new ClaimResult(10, Clock.Now.AddHours(1));
        });
        Gateway.Answer<SaveDraft, DraftSaved>(_ => new DraftSaved(Clock.Now, Clock.Now.AddHours(1)));
        Gateway.Answer<SendAdvice, AdviceSentResult>(_ => new AdviceSentResult(11, Clock.Now.AddSeconds(10)));
        Gateway.Answer<TakeBackAdvice, VersionResult>(_ => new VersionResult(12, 3));
        Add(1, "A.A.");
        Add(2, "B.B.");
        _list.Add(Sample.Entry(3) with { Template = Sample.Foot }); // no eyes: never here
    }

    [Fact]
    public async Task Two_windows_that_grade_the_same_eyes_choose_before_anything_goes_on()
    {
        var other = new DraftView(Sample.Advice("Graded at the other desk"), 3, Clock.Now) { Revision = Guid.CreateVersion7() };
        var cut = Open();
        Gateway.Refuse<SaveDraft>("draft.elsewhere");
        await Press(cut, 1, "0");
        Change(Id(1), c => c with { Draft = other });
        Clock.Advance(TimeSpan.FromSeconds(1));
        cut.WaitForAssertion(() => Assert.Contains("Graded at the other desk", cut.Find(".otherdraft").TextContent, StringComparison.Ordinal));

        await Press(cut, 1, "n", "Enter", "Enter");
        Assert.Contains("A.A.", cut.Find(".band h1").TextContent, StringComparison.Ordinal);
        Assert.Empty(Gateway.Of<SendAdvice>());

        Gateway.Answer<SaveDraft, DraftSaved>(_ => new DraftSaved(Clock.Now, null));
        await cut.InvokeAsync(() => cut.FindAll(".otherdraft button")[0].Click());
        cut.WaitForAssertion(() => Assert.Equal((Retinopathy.None, other.Revision), (Gateway.Of<SaveDraft>().Last().Content.Grading!.Right!.Retinopathy!.Value, Gateway.Of<SaveDraft>().Last().Onto!.Value)));
        await Press(cut, 1, "n");
        Assert.Contains("B.B.", cut.Find(".band h1").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_case_to_case_by_keys_each_sent_to_its_own_patient()
    {
        var cut = Open();
        await Press(cut, 1, "0", "m", "ArrowRight", "2", "m", "Enter");
        Assert.Empty(Gateway.Of<SendAdvice>());
        Assert.Contains("A.A.", cut.Find(".grade__ask").TextContent, StringComparison.Ordinal);
        Assert.Contains("001", cut.Find(".grade__ask").TextContent, StringComparison.Ordinal);
        await Press(cut, 1, "Enter");

        var sent = Assert.Single(Gateway.Of<SendAdvice>());
        Assert.Equal((Id(1), true, 3L), (sent.Consult, sent.PatientConfirmed, sent.ContentVersion));
        Assert.Equal((Retinopathy.None, Retinopathy.Moderate), (sent.Content.Grading!.Right!.Retinopathy, sent.Content.Grading.Left!.Retinopathy));
        Assert.Equal(Disposition.ReferRoutine, sent.Content.Disposition);
        Assert.Contains("B.B.", cut.Find(".band h1").TextContent, StringComparison.Ordinal);
        Assert.Contains("A.A.", cut.Find(".notice--undo").TextContent, StringComparison.Ordinal);
        Assert.Empty(cut.FindAll(".gradekey[aria-pressed=true]")); // the next one begins empty
    }

    [Fact]
    public async Task Harsh_words_cost_one_Enter_more_and_never_stop_anybody()
    {
        Gateway.Answer<FindHarshWords, IReadOnlyList<CourtesyRemark>>(r => r.Texts.Any(t => t.Contains("rude", StringComparison.Ordinal)) ? [new("rude", "kindly")] : []);
        var cut = Open();
        await Press(cut, 1, "0", "m", "ArrowRight", "0", "m");
        await cut.InvokeAsync(() => cut.Find("#grade-words").Input("rude words"));
        await Press(cut, 1, "Enter");
        Assert.Contains("kindly", cut.Find(".courtesy").TextContent, StringComparison.Ordinal);
        Assert.Empty(cut.FindAll(".grade__ask"));

        await cut.InvokeAsync(() => cut.Find("#grade-words").Input("other words"));
        Assert.Empty(cut.FindAll(".courtesy"));
        await cut.InvokeAsync(() => cut.Find("#grade-words").Input("rude again"));
        await Press(cut, 1, "Enter");
        Assert.NotEmpty(cut.FindAll(".courtesy"));
        await Press(cut, 1, "Enter");
        Assert.NotEmpty(cut.FindAll(".grade__ask"));
        await Press(cut, 1, "Enter");
        Assert.StartsWith("rude again", Assert.Single(Gateway.Of<SendAdvice>()).Content.MostLikely, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_in_training_reads_that_it_waits_for_a_signature_and_can_take_it_back_until_then()
    {
        Gateway.Answer<SendAdvice, AdviceSentResult>(_ => new AdviceSentResult(11, Clock.Now.AddSeconds(10), WaitsForSignature: true));
        var cut = Open();
        await Press(cut, 1, "0", "m", "ArrowRight", "0", "m", "Enter", "Enter");
        Clock.Advance(TimeSpan.FromMinutes(5));
        cut.Render();
        Assert.Contains(Words.Say("grade.waits", ("who", "")).Split(':')[1], cut.Find(".notice--undo").TextContent, StringComparison.Ordinal);
        await Press(cut, 2, "z");
        Assert.Equal(Id(1), Assert.Single(Gateway.Of<TakeBackAdvice>()).Consult);
    }

    [Fact]
    public async Task A_key_that_was_pressed_before_the_next_case_stood_there_does_nothing_to_it()
    {
        var cut = Open();
        await Press(cut, 1, "0", "m", "ArrowRight", "0", "m", "Enter", "Enter", "4", "Enter", "Enter"); // all meant for the first

        Assert.Single(Gateway.Of<SendAdvice>());
        Assert.Contains("B.B.", cut.Find(".band h1").TextContent, StringComparison.Ordinal);
        Assert.Empty(cut.FindAll(".gradekey[aria-pressed=true]"));
        Assert.DoesNotContain(Gateway.Of<ClaimConsult>(), c => c.Consult == Id(2));
    }

    [Fact]
    public async Task The_first_key_that_grades_claims_and_looking_does_not()
    {
        var cut = Open();
        await Press(cut, 1, "ArrowDown", "ArrowRight", "u", "Escape");
        Assert.Empty(Gateway.Of<ClaimConsult>());
        await Press(cut, 1, "1", "m");
        Assert.Single(Gateway.Of<ClaimConsult>());
    }

    [Fact]
    public async Task What_somebody_else_was_quicker_to_claim_is_not_graded()
    {
        Gateway.Refuse<ClaimConsult>("consult.held");
        var cut = Open();
        await Press(cut, 1, "1");
        Assert.NotEmpty(cut.FindAll("[role=alert]"));
        Assert.Empty(cut.FindAll(".gradekey[aria-pressed=true]"));
    }

    [Theory]
    [InlineData("0", "m", "Enter", "Enter")]
    [InlineData("0", "m", "ArrowRight", "0", "Enter", "Enter")]
    [InlineData("Enter", "Enter")]
    public async Task Half_a_grading_is_never_sent(params string[] keys)
    {
        var cut = Open();
        await Press(cut, 1, keys);
        Assert.Empty(Gateway.Of<SendAdvice>());
        Assert.NotEmpty(cut.FindAll(".grade__foot [role=alert]"));
    }

    [Fact]
    public async Task A_missing_photo_is_confirmed_before_the_grade_of_its_eye_goes_out()
    {
        Change(Id(1), c => c with { Photos = [.. c.Photos.Where(p => p.Slot != "L-disc")], NotTaken = [new NotTaken("L-disc", "", NotTakenReason.SmallPupil)] });
        var cut = Open();
        await Press(cut, 1, "0", "m", "ArrowRight", "0", "m", "Enter", "Enter");
        Assert.Empty(Gateway.Of<SendAdvice>());
        Assert.Contains("Left eye, disc", cut.Find(".grade__foot").TextContent, StringComparison.Ordinal);

        await Press(cut, 1, "y", "Enter", "Enter");
        Assert.Equal(["L-disc"], Assert.Single(Gateway.Of<SendAdvice>()).Content.Grading!.Confirmed!);
    }

    [Fact]
    public async Task New_data_while_grading_is_read_before_it_goes_out()
    {
        var cut = Open();
        await Press(cut, 1, "0", "m", "ArrowRight", "0", "m", "Enter");
        Change(Id(1), c => c with { ContentVersion = 4 });
        await cut.InvokeAsync(() => News.Tell(Id(1), 1001));
        await Press(cut, 1, "Enter", "Enter");
        Assert.Empty(Gateway.Of<SendAdvice>());

        await Press(cut, 1, "r", "Enter", "Enter");
        Assert.Equal(4, Assert.Single(Gateway.Of<SendAdvice>()).ContentVersion);
    }

    [Fact]
    public async Task A_new_case_comes_into_the_queue_and_never_under_the_hand()
    {
        var cut = Open();
        await Press(cut, 1, "3");
        Add(4, "D.D.", first: true);
        await cut.InvokeAsync(() => News.Tell(Id(4), 1004));
        Assert.Contains("A.A.", cut.Find(".band h1").TextContent, StringComparison.Ordinal);
        Assert.Single(cut.FindAll(".eyepanel .gradekey[aria-pressed=true]"));
        Assert.Contains("1 of 3", cut.Find(".grade__count").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_comes_to_an_empty_desk_is_not_opened_before_somebody_presses()
    {
        _list.RemoveAll(e => e.Id == Id(1) || e.Id == Id(2));
        var cut = Render<GradePage>();
        cut.WaitForAssertion(() => Assert.Contains("No eye photos to grade", cut.Find(".state").TextContent, StringComparison.Ordinal));

        Add(4, "D.D.");
        await cut.InvokeAsync(() => News.Tell(Id(4), 1004));
        cut.WaitForAssertion(() => Assert.Contains("One case waits", cut.Find(".state").TextContent, StringComparison.Ordinal));
        Assert.Empty(Gateway.Of<OpenConsult>()); // the worker would read that it was seen

        await cut.InvokeAsync(() => cut.Instance.OnCaseKey("Enter", null));
        Assert.Contains("D.D.", cut.Find(".band h1").TextContent, StringComparison.Ordinal);
        Assert.Equal(Id(4), Assert.Single(Gateway.Of<OpenConsult>()).Consult);
    }

    [Fact]
    public async Task What_came_to_an_empty_desk_and_was_taken_by_somebody_else_is_gone_from_it()
    {
        _list.RemoveAll(e => e.Id == Id(1) || e.Id == Id(2));
        var cut = Render<GradePage>();
        cut.WaitForElement(".state");
        Add(4, "D.D.");
        await cut.InvokeAsync(() => News.Tell(Id(4), 1004));
        cut.WaitForElement(".state .btn--primary");
        _list.RemoveAll(e => e.Id == Id(4));
        await cut.InvokeAsync(() => News.Tell(Id(4), 1004));
        cut.WaitForAssertion(() => Assert.Contains("No eye photos to grade", cut.Find(".state").TextContent, StringComparison.Ordinal));
        await cut.InvokeAsync(() => cut.Instance.OnCaseKey("Enter", null));
        Assert.Empty(Gateway.Of<OpenConsult>());
    }

    [Fact]
    public async Task A_page_that_came_back_by_itself_opens_nothing_new()
    {
        Page.Setup<bool>("isUnattended").SetResult(true);
        var cut = Render<GradePage>();
        cut.WaitForElement(".state .btn--primary");
        Assert.Empty(Gateway.Of<OpenConsult>());
        await cut.InvokeAsync(() => cut.Find(".state .btn--primary").Click());
        Assert.Contains("A.A.", cut.Find(".band h1").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_holds_was_seen_before_and_stands_there_again_after_a_reload()
    {
        Page.Setup<bool>("isUnattended").SetResult(true);
        _list[1] = _list[1] with { Mine = true, State = ConsultState.Claimed };
        Change(Id(2), c => c with { State = ConsultState.Claimed, Holder = new PersonName(_me, "Dr Achieng") });
        var cut = Open();
        Assert.Contains("B.B.", cut.Find(".band h1").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_sent_can_be_taken_back_from_the_next_case()
    {
        var cut = Open();
        await Press(cut, 1, "0", "m", "ArrowRight", "0", "m", "Enter", "Enter");
        var sent = Gateway.Of<SendAdvice>().Single();
        Change(Id(1), c => c with { State = ConsultState.Claimed, Draft = new DraftView(sent.Content, 3, Clock.Now) });

        await cut.InvokeAsync(() => cut.Instance.OnCaseKey("z", "1002"));

        Assert.Equal((Id(1), sent.Advice), Assert.Single(Gateway.Of<TakeBackAdvice>()) is var back ? (back.Consult, back.Advice) : default);
        Assert.Contains("A.A.", cut.Find(".band h1").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_graded_is_kept_by_itself()
    {
        var cut = Open();
        await Press(cut, 1, "0", "m");
        Clock.Advance(TimeSpan.FromSeconds(1));
        cut.WaitForAssertion(() => Assert.Equal(new EyeGrade(Retinopathy.None, MacularOedema.None), Gateway.Of<SaveDraft>().Last().Content.Grading!.Right));

        await Press(cut, 1, "1", "n"); // on to the next one before the pause is over
        Assert.Equal(Retinopathy.Mild, Gateway.Of<SaveDraft>().Last().Content.Grading!.Right!.Retinopathy);
        Assert.Empty(Gateway.Of<SendAdvice>());
    }

    [Fact]
    public void The_right_eye_stands_on_the_left_in_stage_and_form_and_last_times_grade_beside_it()
    {
        var earlier = Sample.Case() with
        {
            Id = Id(9),
            Advice = [new AdviceView(Guid.NewGuid(), Sample.Now, Sample.Now, Sample.Now, null, new PersonName(_me, "Dr Achieng"), 1,
                Sample.Advice() with { Grading = new EyeGrading(new EyeGrade(Retinopathy.Mild, MacularOedema.None), new EyeGrade(Ungradable: UngradableReason.Blurred)) }, [], Replaced: false)],
        };
        _cases[Id(9)] = earlier;
        Change(Id(1), c => c with { Earlier = new EarlierCase(Id(9), 900, Sample.Now, Sample.Eyes, []) });
        var cut = Open();
        foreach (var place in new[] { ".gradestage .pane .side", ".eyepanel .side" })
        {
            Assert.Equal(["Right", "Left"], cut.FindAll(place).Select(s => s.GetAttribute("aria-label")));
        }

        var last = cut.FindAll(".eyepanel__last");
        Assert.Contains("Mild retinopathy", last[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Cannot be graded", last[1].TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<GradePage> Open()
    {
        var cut = Render<GradePage>();
        cut.WaitForElement(".grade");
        return cut;
    }

    private static async Task Press(IRenderedComponent<GradePage> cut, int number, params string[] keys)
    {
        foreach (var key in keys)
        {
            await cut.InvokeAsync(() => cut.Instance.OnCaseKey(key, $"{1000 + number}"));
        }
    }

    private static Guid Id(int n) => new(n, 0, 0, new byte[8]);

    private void Change(Guid id, Func<ConsultView, ConsultView> change) => _cases[id] = change(_cases[id]);

    private void Add(int n, string initials, bool first = false)
    {
        var patient = Sample.Patient with { Initials = initials };
        _cases[Id(n)] = Sample.Case(ConsultState.Waiting, mine: false, photos: [Sample.Photo(), Sample.Photo("R-disc"), Sample.Photo("L-mac", Laterality.Left), Sample.Photo("L-disc", Laterality.Left)]) with
        {
            Id = Id(n),
            Number = 1000 + n,
            Patient = patient,
        };
        _list.Insert(first ? 0 : _list.Count, Sample.Entry(1000 + n, id: Id(n)) with { Patient = patient });
    }
}
