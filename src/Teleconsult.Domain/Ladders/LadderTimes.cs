using Teleconsult.Domain.Duty;

namespace Teleconsult.Domain.Ladders;

/// <summary>When the rungs of a ladder are reached for one case. All instants are UTC.</summary>
/// <remarks>
/// Where a service promises in its opening hours, its rungs count in them too: whoever is told on a Saturday that nobody has answered, though Monday was
/// promised, is told something wrong. The first rung is at once in any case.
/// </remarks>
/// <param name="openHours">Null: by the wall clock.</param>
public readonly struct LadderTimes(Ladder ladder, DateTimeOffset receivedAt, ServiceCalendar? openHours = null)
{
    public Ladder Ladder { get; } = ladder;

    /// <param name="number">From 1.</param>
    public DateTimeOffset At(int number) =>
        openHours is null ? receivedAt + Ladder[number].After : openHours.AddOpenTime(receivedAt, Ladder[number].After);

    /// <summary>The number of the rung on which the case stands: at least 1.</summary>
    public int StandsAt(DateTimeOffset now)
    {
        var number = 1;
        while (number < Ladder.Count && At(number + 1) <= now)
        {
            number++;
        }

        return number;
    }
}
