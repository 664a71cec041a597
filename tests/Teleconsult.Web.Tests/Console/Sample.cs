using System.Text.Json;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Web.Tests.Console;

/// <summary>Invented cases for component tests.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 14, 30, 0, TimeSpan.Zero);
    public const string Foot = "https://teleconsult.example/Questionnaire/diabetic-foot|1.0.0";
    public const string Eyes = "https://teleconsult.example/Questionnaire/diabetic-retinopathy|1.0.0";

    public static PatientView Patient => new(Guid.NewGuid(), 1, "J.K.", null, null, new Age(58, "a"), Now, "male", [], null, "en");

    public static WorklistEntry Entry(
        long number = 127, Urgency urgency = Urgency.Soon, int dueInMinutes = 194, ConsultState state = ConsultState.Waiting, Guid? id = null,
        bool mine = false, string question = "Is this retinopathy?", NextStepKind step = NextStepKind.Claim, bool overdue = false) => new(
            id ?? new Guid((int)number, 0, 0, new byte[8]), number, 1, urgency, state,
            new NextStepView(step, Now.AddMinutes(dueInMinutes), "Eye clinic", overdue), Now.AddHours(-2), Patient, Eyes, "Diabetic eye photos",
            question, [], 0, 0, [], [], "Riverside Centre", "Peter Kamau", "en", new ServiceView(Guid.NewGuid(), "Eye clinic"),
            mine ? new PersonName(Guid.NewGuid(), "Dr Achieng") : null, mine, mine ? Now.AddHours(1) : null);

    public static PhotoView Photo(string slot = "R-mac", Laterality side = Laterality.Right, PhotoState state = PhotoState.Stored) =>
        new(Guid.NewGuid(), slot, side, state, 1411, 1411, Now.AddHours(-3), Now.AddHours(-2), null, null, Now.AddHours(-2), true);

    public static ConsultView Case(
        ConsultState state = ConsultState.Claimed, bool mine = true, long contentVersion = 3, DraftView? draft = null, Urgency urgency = Urgency.Soon, params PhotoView[] photos) => new(
            new Guid(127, 0, 0, new byte[8]), 48127, 9, contentVersion, state, urgency, Eyes, "Diabetic eye photos", new ServiceView(Guid.NewGuid(), "Eye clinic"),
            "Riverside Centre", new PersonName(Guid.NewGuid(), "Peter Kamau"), Patient, "Is this retinopathy?", JsonDocument.Parse("{}").RootElement, null, [], Now.AddHours(-3),
            Now.AddHours(-2), Now.AddHours(-1), Now.AddHours(-1), null, null, null, null, mine ? new PersonName(Guid.NewGuid(), "Dr Achieng") : null,
            Now.AddHours(1), new NextStepView(NextStepKind.Advise, Now.AddHours(3), "Dr Achieng", false), photos, photos.Length, photos.Length, [], [], [], [],
            draft, mine);

    public static AdviceContent Advice(string mostLikely = "No retinopathy") => new(
        Adequacy.Adequate, null, mostLikely, Confidence.Probable, [], null, [new ActionLine("Measure eye pressure", "you", "2 weeks")],
        Disposition.ReferRoutine, "Sudden loss: same day", new ReviewInterval(4, "wk"), null, null);
}
