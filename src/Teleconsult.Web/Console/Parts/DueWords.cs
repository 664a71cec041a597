using Teleconsult.Application.Consults;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Parts;

/// <summary>What a next step's time is called. <paramref name="Still"/> is said while the connection is away and "in 17 min" would lie.</summary>
/// <param name="Live">Counts with the clock: "in 17 min".</param>
/// <param name="Tone">Style's name: over, near, paused, or empty.</param>
public sealed record DueWords(string Live, string Still, string Sub, string Tone)
{
    public static DueWords Of(NextStepView step, DateTimeOffset receivedAt, Words words, ReaderTime time, DateTimeOffset now)
    {
        var age = time.Age(receivedAt, now);
        // While its ladder climbs, what counts is the promise to take it; once that is broken, who is alerted next.
        if (step.Kind is NextStepKind.None || (step.Rung is null || step.Overdue ? step.Due : step.Promised ?? step.Due) is not { } due)
        {
            return new(words["due.nothing"], words["due.nothing"], age, "paused");
        }

        var at = time.Moment(due, now);
        if (step.Overdue)
        {
            return new(words["due.overdue"], words["due.overdue"], words.Say(step.Rung is null ? "due.cover" : "due.rung", ("who", step.Who), ("at", at)), "over");
        }

        if (step.Kind is NextStepKind.GiveInformation)
        {
            return new(words["due.paused"], words["due.paused"], words.Say("due.until", ("who", step.Who), ("at", at)), "paused");
        }

        var left = due - now;
        var sub = words.Say("due.sub", ("at", at), ("age", age));
        if (left <= TimeSpan.Zero)
        {
            return new(words.Say("due.over", ("span", time.Span(-left))), at, sub, "over");
        }

        var near = left <= TimeSpan.FromHours(1);
        return left <= TimeSpan.FromHours(18)
            ? new(words.Say("due.in", ("span", time.Span(left))), at, sub, near ? "near" : "")
            : new(at, at, age, "");
    }
}
