using System.Globalization;
using Teleconsult.Application.Consults;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Parts;

/// <summary>How people, numbers and steps of a case are called, the same on every screen.</summary>
internal static class CaseWords
{
    /// <summary>Sex, age and initials, never a name: "M 58 · J.K."</summary>
    public static string Patient(this Words words, PatientView patient)
    {
        var age = patient.Age is not { } a ? "" : a.Unit == "mo" ? words.Say("age.monthsShort", ("n", a.Value)) : a.Value.ToString(CultureInfo.InvariantCulture);
        return $"{words["sexLetter." + patient.Sex]} {age}".Trim() + " · " + words.Apart(patient.Initials);
    }

    public static string Number(this Words words, long number) => words.LeftToRight(words["desk.case.number"].Replace("{n}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

    public static string Next(this Words words, NextStepView step, bool mine) => step.Kind switch
    {
        NextStepKind.Advise when mine => words["next.adviseYou"],
        NextStepKind.None => "",
        _ when step.Rung is not null => words.Say("next.rung", ("who", step.Who)),
        _ => words.Say("next." + Words.Camel(step.Kind.ToString()), ("who", step.Who)),
    };

    /// <summary>A language's own tag as its name: "en" is English.</summary>
    public static string Spoken(this Words words, string? tag) =>
        string.IsNullOrEmpty(tag) ? words["language.unsaid"]
        : words.Has("language." + tag) ? words["language." + tag]
        : CultureInfo.GetCultures(CultureTypes.NeutralCultures).FirstOrDefault(c => c.Name == tag)?.DisplayName ?? tag;
}
