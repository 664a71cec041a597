using System.Text;
using System.Text.RegularExpressions;

namespace Teleconsult.Web.Console.Language;

/// <summary>
/// English in disguise, for tests: every letter with an accent, every sentence 40 % longer and in brackets. What a screen shows without accents did not
/// come from the catalogue; what has no closing bracket was cut off; what does not fit would not fit in a longer language either. Never offered to people.
/// </summary>
public static partial class PseudoWords
{
    public const string Tag = "en-XA";

    private const string Plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Accented = "áƀçđéƒǵĥíĵķłɱñóþɋŕšťúṽŵẋýžÁƁÇĐÉƑǴĤÍĴĶŁḾÑÓÞɊŔŠŤÚṼŴẊÝŽ";
    private const string Padding = "~~~~~ ";

    public static Words Of(Words english) => english.Rewritten(Tag, (key, sentence) => key.StartsWith("keysOf.", StringComparison.Ordinal) ? sentence : Of(sentence));

    /// <summary>Places to fill stay as they are.</summary>
    public static string Of(string sentence)
    {
        if (!sentence.Any(char.IsLetter))
        {
            return sentence;
        }

        var disguised = new StringBuilder("[");
        var letters = 0;
        foreach (var part in Places().Split(sentence))
        {
            var place = part.StartsWith('{');
            letters += place ? 0 : part.Length;
            disguised.Append(place ? part : string.Concat(part.Select(c => Plain.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Accented[at] : c)));
        }

        // In pieces of a word's length, so that a line can break as it would in a longer language.
        var longer = Math.Max(1, (int)Math.Ceiling(letters * 0.4));
        return disguised.Append(' ').Append(string.Concat(Enumerable.Repeat(Padding, (longer / Padding.Length) + 1)), 0, longer).Append(']').ToString();
    }

    [GeneratedRegex(@"(\{\w+\})")]
    private static partial Regex Places();
}
