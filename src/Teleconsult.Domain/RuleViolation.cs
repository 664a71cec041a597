namespace Teleconsult.Domain;

/// <summary>
/// A rule said no. Carries a stable code, which is part of the contract with clients, and what the sentence needs;
/// the faces say it in the reader's language from the catalogue (<c>refusal.{code}</c>). Arguments are ids, codes,
/// numbers and times, never a patient's data.
/// </summary>
public sealed class RuleViolation(string code, params (string Name, object Value)[] arguments) : Exception(code)
{
    public string Code { get; } = code;

    public IReadOnlyDictionary<string, object> Arguments { get; } = arguments.ToDictionary(a => a.Name, a => a.Value);
}
