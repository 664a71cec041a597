namespace Teleconsult.Web.Console.Language;

/// <summary>
/// Which plural form a language takes for a whole number: the cardinal rules of Unicode CLDR for the languages of the catalogue, which .NET has no
/// function for. The field app asks the browser's <c>Intl.PluralRules</c>; <c>tests/Vectors/plurals.json</c> holds both to the same answers.
/// </summary>
internal static class PluralForm
{
    private const int Million = 1_000_000;

    /// <param name="language">Two letters of ISO 639.</param>
    /// <returns>zero, one, two, few, many or other; a language that is not known here takes English's.</returns>
    public static string Of(string language, int count) => language switch
    {
        "ar" => Arabic(Math.Abs((long)count)),
        "hi" => count is 0 or 1 or -1 ? "one" : "other",
        "fr" or "pt" => count is 0 or 1 or -1 ? "one" : Millions(count),
        "es" => count is 1 or -1 ? "one" : Millions(count),
        _ => count is 1 or -1 ? "one" : "other",
    };

    private static string Millions(int count) => count != 0 && count % Million == 0 ? "many" : "other";

    private static string Arabic(long count) => count switch
    {
        0 => "zero",
        1 => "one",
        2 => "two",
        _ => (count % 100) switch
        {
            >= 3 and <= 10 => "few",
            >= 11 => "many",
            _ => "other",
        },
    };
}
