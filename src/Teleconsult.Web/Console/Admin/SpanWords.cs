using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Admin;

/// <summary>A span of whole minutes as people say it: in the largest unit that says it exactly.</summary>
internal static class SpanWords
{
    private const int Hour = 60;
    private const int Day = 24 * Hour;

    public static (int Count, char Unit) Parts(int minutes) => minutes switch
    {
        >= 2 * Day when minutes % Day == 0 => (minutes / Day, 'd'),
        >= Hour when minutes % Hour == 0 => (minutes / Hour, 'h'),
        _ => (minutes, 'm'),
    };

    public static int Minutes(int count, char unit) => unit switch
    {
        'd' => count * Day,
        'h' => count * Hour,
        _ => count,
    };

    public static string Say(Words words, int minutes)
    {
        var (count, unit) = Parts(minutes);
        return words.Count($"promise.span.{unit}", count);
    }
}
