using System.Text.Json;
using Teleconsult.Application.Consults;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Tests.Support;

/// <summary>What phones and consoles send, complete and valid; tests change what they are about.</summary>
internal static class Forms
{
    public const string Skin = "https://teleconsult.example/Questionnaire/general-dermatology|1.0.0";
    private static readonly DateTimeOffset PhoneClock = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero); // nearly three years slow

    public static Submission Case(
        ServiceId? service, string question = "Dark mole, is it cancer?", Urgency urgency = Urgency.Routine, Guid? patient = null, int photos = 0) => new(
        new PatientForm(patient ?? Guid.CreateVersion7(), "J.K.", "Jonathan", "Kariukison", new Age(58, "a"), "male", [new("local", "RC-220417")], "0700555999", "en"),
        Skin, service?.Value, urgency, Answers(question), new ConsentView(true, null, null, null, null, null, "spoken", PhoneClock),
        [.. Enumerable.Range(0, photos).Select(_ => Photo())], [], PhoneClock, PhoneClock, "1.0");

    /// <summary>With a wish about who answers, as the form codes it.</summary>
    public static Submission Wishing(ServiceId service, string wish) => Case(service) with
    {
        Answers = JsonSerializer.SerializeToElement(new
        {
            resourceType = "QuestionnaireResponse",
            questionnaire = Skin,
            status = "completed",
            item = new object[]
            {
                new { linkId = "question", answer = new[] { new { valueString = "Dark mole, is it cancer?" } } },
                new { linkId = "clinician-wish", answer = new[] { new { valueCoding = new { code = wish } } } },
            },
        }),
    };

    public static PhotoForm Photo(string slot = "overview") => new(
        Guid.CreateVersion7(), slot, Laterality.None, 12_345, new string('c', 64), 640, 480, PhoneClock, [0xFF, 0xD8, 0xFF, 0xD9]);

    public static JsonElement Answers(string question) => JsonSerializer.SerializeToElement(new
    {
        resourceType = "QuestionnaireResponse",
        questionnaire = Skin,
        status = "completed",
        item = new[] { new { linkId = "question", answer = new[] { new { valueString = question } } } },
    });

    public static AdviceContent Advice(string mostLikely = "Seborrhoeic keratosis", int actions = 1) => new(
        Adequacy.Adequate, null, mostLikely, Confidence.Probable, ["Naevus"], null,
        [.. Enumerable.Range(0, actions).Select(i => new ActionLine($"Do step {i}", "you", "today"))], Disposition.ManageLocally, "Come back if it bleeds",
        new ReviewInterval(4, "wk"), "Stuck-on look", null);
}

/// <summary>The commands of a case in short.</summary>
internal static class Steps
{
    public static async Task<Guid> SubmitAsync(this Node node, Network network, Submission? form = null, Person? by = null)
    {
        var id = Guid.CreateVersion7();
        await node.SendAsync(by ?? network.Worker, new SubmitConsult(id, form ?? Forms.Case(network.Skin)));
        return id;
    }

    public static Task<ClaimResult> ClaimAsync(this Node node, Person person, Guid consult) => node.SendAsync(person, new ClaimConsult(consult));

    public static Task<VersionResult> SayAsync(this Node node, Person person, Guid consult, string text, Guid? message = null) =>
        node.SendAsync(person, new PostMessage(consult, message ?? Guid.CreateVersion7(), text, "en"));

    public static async Task<Guid> AdviseAsync(this Node node, Person person, Guid consult, AdviceContent? content = null)
    {
        var advice = Guid.CreateVersion7();
        var seen = (await node.ReadAsync(consult)).ContentVersion;
        await node.SendAsync(person, new SendAdvice(consult, advice, content ?? Forms.Advice(), seen, PatientConfirmed: true));
        return advice;
    }
}
