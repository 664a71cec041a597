using System.Globalization;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Emergency;

/// <summary>The wall clock of the network: what is told on the phone is told in its zone, wherever the browser is.</summary>
internal static class NetworkTime
{
    /// <summary><c>14:05</c></summary>
    public static string Clock(DateTimeOffset at, string zone) => TimeZoneInfo.ConvertTime(at, ReaderTime.ZoneOf(zone)).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The newest moment, not after <paramref name="now"/>, at which a clock of the zone showed <paramref name="typed"/>; null for no time of day.</summary>
    public static DateTimeOffset? Last(string? typed, string zone, DateTimeOffset now)
    {
        if (!TimeOnly.TryParseExact(typed, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return null;
        }

        var there = ReaderTime.ZoneOf(zone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, there).DateTime);
        return new[] { today, today.AddDays(-1) }
            .Select(day => day.ToDateTime(time)).Where(local => !there.IsInvalidTime(local))
            .Select(local => (DateTimeOffset?)new DateTimeOffset(local, there.GetUtcOffset(local)).ToUniversalTime())
            .FirstOrDefault(at => at <= now);
    }
}
