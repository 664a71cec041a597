using Teleconsult.Application.Ports;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Web.Console.Language;

/// <summary>The sentences of messages come from the same catalogue as those of the screens.</summary>
internal sealed class AlertWords(Languages languages) : IAlertWords
{
    public string Say(string key, string language, params (string Name, object? Value)[] arguments) =>
        // A case's number is a name, not an amount: no separators in it.
        In(language).Say(key, [.. arguments.Select(a => (a.Name, a.Value is IFormattable number ? number.ToString(null, System.Globalization.CultureInfo.InvariantCulture) : a.Value))]);

    string IAlertWords.Urgency(Urgency urgency, string language) => In(language).Of("urgency", urgency);

    private Words In(string language) => languages.Of(languages.Pick([language]));
}
