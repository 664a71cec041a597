using System.Globalization;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

/// <summary>Opening hours as people write them: neighbouring days with the same hours are one.</summary>
public static class HoursWords
{
    private static readonly DayOfWeek[] Week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary><c>08:00-12:00 14:00-17:00</c>; empty for a day on which nothing begins.</summary>
    public static string Of(WeeklyHours hours, DayOfWeek day) => string.Join(' ', hours.On(day).Select(s => $"{WeeklyHours.Clock(s.From)}-{WeeklyHours.Clock(s.To)}"));

    public static string Say(WeeklyHours hours, CultureInfo culture)
    {
        var said = new List<(DayOfWeek First, DayOfWeek Last, string Hours)>();
        foreach (var day in Week)
        {
            var text = Of(hours, day);
            if (said.Count > 0 && said[^1].Hours == text && Array.IndexOf(Week, said[^1].Last) == Array.IndexOf(Week, day) - 1)
            {
                said[^1] = said[^1] with { Last = day };
            }
            else if (text.Length > 0)
            {
                said.Add((day, day, text));
            }
        }

        var names = culture.DateTimeFormat;
        return string.Join(", ", said.Select(s =>
            $"{names.GetAbbreviatedDayName(s.First)}{(s.Last == s.First ? "" : "–" + names.GetAbbreviatedDayName(s.Last))} {s.Hours.Replace('-', '–')}"));
    }
}
