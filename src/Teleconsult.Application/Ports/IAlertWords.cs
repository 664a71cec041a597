namespace Teleconsult.Application.Ports;

/// <summary>The sentences of messages, from the catalogue that both faces use.</summary>
public interface IAlertWords
{
    /// <param name="key">For example <c>alert.rung</c>.</param>
    /// <param name="language">BCP 47 tag; one that is not offered is read in English.</param>
    string Say(string key, string language, params (string Name, object? Value)[] arguments);

    /// <summary>The word of an urgency, for example "Emergency".</summary>
    string Urgency(Domain.Consults.Urgency urgency, string language);
}
