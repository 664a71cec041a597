namespace Teleconsult.Domain.Duty;

/// <summary>What counts as an address of a channel. Whether somebody answers there, only trying tells.</summary>
public static class ContactAddress
{
    /// <summary>The longest address of mail that travels: RFC 5321 §4.5.3.1.3, less the brackets.</summary>
    private const int LongestMail = 254;

    /// <summary>The address as it is kept: mail trimmed, a telephone number as digits, with a leading + where it was given.</summary>
    /// <exception cref="RuleViolation"><c>contact.not-mail</c>, <c>contact.not-number</c>.</exception>
    public static string Of(ContactChannel channel, string? typed)
    {
        var text = typed?.Trim() ?? "";
        return channel switch
        {
            ContactChannel.Email => IsMail(text) ? text : throw new RuleViolation("contact.not-mail"),
            ContactChannel.Sms or ContactChannel.Phone => Number(text) ?? throw new RuleViolation("contact.not-number"),
            _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, null),
        };
    }

    private static bool IsMail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && text.Length <= LongestMail
            && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '"')
            && text[^1] is not '.' && text[at + 1] is not '.';
    }

    /// <summary>3 to 15 digits (ITU-T E.164 §6.2.1 has at most 15; short numbers within a hospital have few).</summary>
    private static string? Number(string text)
    {
        var plus = text.StartsWith('+');
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var known = text.Skip(plus ? 1 : 0).All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '.' or '(' or ')' or '/' or '\u00A0');
        return known && digits.Length is >= 3 and <= 15 ? (plus ? "+" : "") + digits : null;
    }
}
