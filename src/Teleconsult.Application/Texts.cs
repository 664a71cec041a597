using Teleconsult.Domain;

namespace Teleconsult.Application;

/// <summary>Bounds on what people type. A text that is too long is refused, never cut: nothing typed is lost in silence.</summary>
internal static class Texts
{
    public static string Required(string? text, string emptyCode, int most) =>
        Optional(text, most) ?? throw new RuleViolation(emptyCode);

    public static string? Optional(string? text, int most)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return null;
        }

        return trimmed.Length <= most ? trimmed : throw new RuleViolation("text.too-long", ("most", most));
    }
}
