using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Simulation;

/// <summary>How many cases of each urgency come to a team on a day, all days of the week taken together.</summary>
/// <param name="People">How many answer.</param>
/// <param name="Always">Somebody asks at night, too.</param>
internal sealed record Demand(IReadOnlyDictionary<Urgency, double> PerDay, int People, bool Always);

/// <summary>The cases of some days: chance within a day, more by day than by night, fewer at weekends.</summary>
internal static class Arrivals
{
    // Shares of a day by local hour. Design choices: clinics ask within their hours, emergencies come more evenly.
    private static readonly double[] Clinic = Shares(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.5, 2, 6, 10, 11, 10, 7, 7, 10, 10, 8, 5, 2, 1, 1, 0.5, 0.2, 0.1);
    private static readonly double[] Around = Shares(2, 2, 2, 2, 2, 2, 3, 4, 5, 6, 6, 6, 5, 5, 5, 5, 5, 6, 6, 6, 5, 4, 3, 3);

    public static IReadOnlyList<Arrival> Of(IReadOnlyList<Demand> teams, Habits habits, Draws draws, TimeZoneInfo zone, DateTimeOffset from, int days)
    {
        const double weekend = 0.35; // of a weekday, where clinics ask
        var all = new List<Arrival>();
        var shift = (long)zone.GetUtcOffset(from).TotalSeconds; // hours of a year of chance: the change of clocks is left to the calendar and the roster
        for (var team = 0; team < teams.Count; team++)
        {
            foreach (var (urgency, perDay) in teams[team].PerDay.OrderBy(d => d.Key))
            {
                var hours = urgency is Urgency.Emergency ? Around : Clinic;
                var n = 0;
                for (var day = 0; day < days; day++)
                {
                    var date = from.AddDays(day) + TimeSpan.FromSeconds(shift);
                    var share = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? weekend : 1;
                    var expected = perDay * habits[Habit.Volume] * (urgency is Urgency.Emergency ? 1 : share * 7 / (5 + (2 * weekend)));
                    for (var sum = Gap(); sum < expected; sum += Gap())
                    {
                        var second = Second(hours, draws.Share(Chance.Band, team, (int)urgency, n)) + (day * 86400L) - shift;
                        all.Add(Make(draws, habits, team, teams[team].People, urgency, n, second));
                    }

                    double Gap() => -Math.Log(1 - draws.Share(Chance.Arrival, team, (int)urgency, n++));
                }
            }
        }

        return [.. all.Where(a => a.Second >= 0).OrderBy(a => a.Second).ThenBy(a => a.Team).ThenBy(a => a.Urgency)];
    }

    private static Arrival Make(Draws draws, Habits habits, int team, int people, Urgency urgency, int n, long second)
    {
        var key = (n * 4) + (int)urgency;
        var known = draws.Share(Chance.Known, team, key);
        return new Arrival(
            second, team, urgency, draws.Share(Chance.Unsure, team, key) < habits[Habit.NotSure] && urgency is not Urgency.Emergency,
            Minutes(draws.Share(Chance.Work, team, key), habits[Habit.WorkScale]), draws.Share(Chance.Language, team, key) < 0.8 ? "en" : "fr",
            (int)(draws.Share(Chance.Named, team, key) * people), known < 0.1 ? (int)(known * 10 * people) : -1); // one in ten follows an earlier case
    }

    /// <summary>By the published bands; even within each.</summary>
    private static int Minutes(double share, double scale)
    {
        double[] bands = [0.18, 0.36, 0.27, 0.11, 0.08];
        double[] from = [1, 5, 10, 15, 20, 30];
        var band = 0;
        while (band < bands.Length - 1 && share >= bands[band])
        {
            share -= bands[band++];
        }

        return Math.Max(1, (int)Math.Round(scale * (from[band] + (share / bands[band] * (from[band + 1] - from[band])))));
    }

    private static long Second(double[] hours, double share)
    {
        var hour = 0;
        while (hour < 23 && share >= hours[hour])
        {
            share -= hours[hour++];
        }

        return (hour * 3600) + (long)(Math.Min(share / hours[hour], 0.9999) * 3600);
    }

    private static double[] Shares(params double[] weights)
    {
        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }
}
