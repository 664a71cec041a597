using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Gateway;

/// <summary>Why something was refused: the stable code and what its sentence needs.</summary>
public sealed record Refusal(string Code, IReadOnlyDictionary<string, object> Arguments)
{
    public static readonly Refusal Unknown = new("unknown", new Dictionary<string, object>());

    public string Say(Words words) => words.Refusal(Code, Arguments);
}

/// <summary>What a request brought: a value or a refusal, never both.</summary>
public readonly record struct Answer<T>(T? Value, Refusal? Refusal)
{
    public bool Succeeded => Refusal is null;
}
