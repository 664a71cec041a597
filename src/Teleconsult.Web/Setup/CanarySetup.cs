using System.Globalization;
using Teleconsult.Application.Watch;

namespace Teleconsult.Web.Setup;

/// <summary>How often a trial case climbs a ladder: <c>Watch:Canary</c>, <c>Watch:CanaryEvery</c>, <c>Watch:CanaryWithin</c>.</summary>
internal static class CanarySetup
{
    /// <summary>Shorter ones would tell of a restart, or of a message whose node died, as of a standstill.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <exception cref="WrongSetting">One line that names the key and the mend.</exception>
    public static CanarySettings Read(IConfiguration configuration)
    {
        var on = configuration["Watch:Canary"] is not { Length: > 0 } said || (bool.TryParse(said, out var wanted)
            ? wanted : throw new WrongSetting("Watch:Canary is neither true nor false."));
        return new CanarySettings(
            Span(configuration, "Watch:CanaryEvery", CanarySettings.Default.Every), Span(configuration, "Watch:CanaryWithin", CanarySettings.Default.Within), on);
    }

    private static TimeSpan Span(IConfiguration configuration, string key, TimeSpan otherwise) => configuration[key] is not { Length: > 0 } said ? otherwise
        : TimeSpan.TryParseExact(said, "c", CultureInfo.InvariantCulture, out var span) && span >= Shortest && span <= Longest ? span
        : throw new WrongSetting($"{key} is \"{said}\": write hours, minutes and seconds, from 00:00:20 to 24 hours, as 00:05:00, or leave it out.");
}
