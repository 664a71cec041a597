using System.Collections.Frozen;
using System.Text.Json;

namespace Teleconsult.Domain.Intake;

/// <summary>
/// A text of a form with its translations, as FHIR carries them: the extension
/// <c>http://hl7.org/fhir/StructureDefinition/translation</c> on the text's own element (hl7.org/fhir/R4/extension-translation.html).
/// Immutable.
/// </summary>
public sealed class Wording
{
    private const string TranslationUrl = "http://hl7.org/fhir/StructureDefinition/translation";
    private readonly FrozenDictionary<string, string> _translations;

    private Wording(string original, FrozenDictionary<string, string> translations) => (Original, _translations) = (original, translations);

    /// <summary>In the language that the form was written in.</summary>
    public string Original { get; }

    /// <summary>BCP 47 tags of the languages that it is translated to.</summary>
    public IEnumerable<string> Languages => _translations.Keys;

    public static Wording Plain(string text) => new(text, FrozenDictionary<string, string>.Empty);

    /// <summary>The text of a property and what stands on its shadow, for example <c>text</c> and <c>_text</c>; null where there is none.</summary>
    public static Wording? Of(JsonElement element, string property)
    {
        if (!element.TryGetProperty(property, out var text) || text.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        var translations = element.TryGetProperty("_" + property, out var shadow) && shadow.TryGetProperty("extension", out var extensions)
            ? extensions.EnumerateArray().Where(e => e.GetProperty("url").ValueEquals(TranslationUrl)).Select(Translation).Where(t => t.Text.Length > 0)
            : [];
        return new Wording(text.GetString()!, translations.ToFrozenDictionary(t => t.Language, t => t.Text));
    }

    /// <summary>In a language; never blank: without a translation the original.</summary>
    public string In(string? language) => language is not null && _translations.TryGetValue(language, out var text) ? text : Original;

    public override string ToString() => Original;

    private static (string Language, string Text) Translation(JsonElement extension)
    {
        var (language, text) = ("", "");
        foreach (var part in extension.GetProperty("extension").EnumerateArray())
        {
            if (part.GetProperty("url").ValueEquals("lang"))
            {
                language = part.GetProperty("valueCode").GetString()!;
            }
            else if (part.GetProperty("url").ValueEquals("content"))
            {
                text = part.GetProperty("valueString").GetString()!;
            }
        }

        return (language, text);
    }
}
