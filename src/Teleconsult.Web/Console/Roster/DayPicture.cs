using System.Globalization;
using Teleconsult.Application.Duty;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Web.Console.Roster;

/// <summary>A stretch of a day's strip, in minutes since the day's midnight as the day really runs (23 to 25 hours long).</summary>
public sealed record Stretch(int From, int Width, string Look);

/// <summary>What one day of one service looks like.</summary>
/// <param name="Length">Minutes that the day has: 1380 to 1500 where clocks change.</param>
/// <param name="Primary">Upper lane of the strip, and likewise <paramref name="Backup"/> the lower one.</param>
/// <param name="Shifts">Those that begin on this day.</param>
public sealed record DayPicture(
    DateOnly Day, bool IsToday, int Length, int? Now, IReadOnlyList<Stretch> Primary, IReadOnlyList<Stretch> Backup, IReadOnlyList<ShiftView> Shifts,
    IReadOnlyList<RemarkView> Gaps, DateTimeOffset Begin, TimeZoneInfo Zone)
{
    /// <summary>The time of this day that the clock shows; what lies before or after the day is its beginning or its end.</summary>
    public string Clock(DateTimeOffset at) => at <= Begin ? "00:00"
        : at >= Begin.AddMinutes(Length) ? "24:00"
        : TimeZoneInfo.ConvertTime(at, Zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    public static DayPicture Of(RosterView roster, DateOnly day, DateTimeOffset now)
    {
        var zone = ZoneTime.Find(roster.Zone);
        var (begin, end) = (ZoneTime.ToInstant(zone, day, TimeSpan.Zero), ZoneTime.ToInstant(zone, day.AddDays(1), TimeSpan.Zero));
        int Minute(DateTimeOffset at) => (int)Math.Clamp((at - begin).TotalMinutes, 0, (end - begin).TotalMinutes);
        Stretch Part(DateTimeOffset from, DateTimeOffset to, string look) => new(Minute(from), Math.Max(1, Minute(to) - Minute(from)), look);
        bool Here(DateTimeOffset from, DateTimeOffset to) => from < end && to > begin;

        var shifts = roster.Shifts.Where(s => Here(s.From, s.To)).ToList();
        var gaps = roster.Remarks.Where(r => r.Finding is RosterFinding.Gap or RosterFinding.BackupGap && Here(r.From, r.To)).ToList();
        IEnumerable<Stretch> Lane(Func<ShiftView, IReadOnlyList<DutyName>> part, RosterFinding gap, string look) =>
        [
            .. shifts.Where(s => part(s).Count > 0).Select(s => Part(s.From, s.To, part(s).All(p => p.Away) ? "away" : look)),
            .. gaps.Where(g => g.Finding == gap || g.Finding is RosterFinding.Gap && gap is RosterFinding.Gap).Select(g => Part(g.From, g.To, g.Refuses ? "gap" : "thin")),
        ];
        var isToday = now >= begin && now < end;
        return new DayPicture(
            day, isToday, (int)(end - begin).TotalMinutes, isToday ? Minute(now) : null, [.. Lane(s => s.Primary, RosterFinding.Gap, "primary")],
            [.. Lane(s => s.Backup, RosterFinding.BackupGap, "backup")], [.. shifts.Where(s => s.Day == day)], gaps, begin, zone);
    }
}
