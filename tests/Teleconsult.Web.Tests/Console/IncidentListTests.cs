using Bunit;
using Teleconsult.Application.Alerts;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Network;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

public sealed class IncidentListTests : ConsoleContext
{
    private static readonly DateTimeOffset Since = new(2026, 11, 22, 3, 10, 0, TimeSpan.Zero);

    [Fact]
    public void What_a_trial_case_waits_for_is_said_in_words_with_its_time_and_later_that_it_works_again()
    {
        var standing = new IncidentEntry(Guid.NewGuid(), IncidentKind.CanaryStopped, 0, Urgency.Emergency, null, 0, Since, null, null, null, "Timers,News");
        Gateway.Answer<ListIncidents, IReadOnlyList<IncidentEntry>>(_ => [standing]);
        var list = Render<IncidentList>(p => p.Add(l => l.Now, Since.AddMinutes(5)));
        var line = list.Find(".incidents li");
        Assert.Contains("is-late", line.ClassName, StringComparison.Ordinal);
        Assert.Contains("ladders do not climb, open screens hear nothing new", line.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("works again", line.TextContent, StringComparison.Ordinal);
        Assert.Empty(list.FindAll(".incidents a")); // there is no case to open

        standing = standing with { RecoveredAt = Since.AddMinutes(4) };
        list = Render<IncidentList>(p => p.Add(l => l.Now, Since.AddMinutes(6)));
        line = list.Find(".incidents li");
        Assert.DoesNotContain("is-late", line.ClassName ?? "", StringComparison.Ordinal);
        Assert.Contains("works again since", line.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(list.FindAll(".incidents button")); // a coordinator looks at it and closes it
    }
}
