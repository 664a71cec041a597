namespace Teleconsult.Domain.Scores;

/// <summary>One number that a score needs, in the part's unit. What lies outside of the range is a slip of the finger and counts as missing.</summary>
public sealed record ScorePart(string Name, double Min, double Max);

/// <summary>What a score says of its inputs. Immutable.</summary>
public sealed record ScoreOutcome
{
    /// <summary>The number; null where the score is a class, or was not computed.</summary>
    public double? Total { get; init; }

    /// <summary>A class that is no number, for example <c>2B</c> or <c>G3a A2</c>.</summary>
    public string? Grade { get; init; }

    /// <summary>The name of the range that the total lies in, for example <c>moderate</c>.</summary>
    public string? Band { get; init; }

    /// <summary>Points by part, where the score adds points up; in the order of the score.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Points { get; init; } = [];

    /// <summary>What was measured on the way, by part: for SINBAD the area in cm².</summary>
    public IReadOnlyDictionary<string, double> Notes { get; init; } = new Dictionary<string, double>();

    /// <summary>Parts that it cannot do without and that are not known; empty when it was computed.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Why it must not be computed for this patient, as a code: <c>under-16</c>, <c>under-18</c>, <c>pregnant</c>.</summary>
    public string? Refused { get; init; }
}

/// <summary>What is known, by name of the part; what lies outside of a part's range is not known.</summary>
public sealed class ScoreInputs(IReadOnlyList<ScorePart> parts, IReadOnlyDictionary<string, double?> said)
{
    /// <summary>Null: not said, said not to be known, or out of range.</summary>
    public double? Find(string part) =>
        parts.FirstOrDefault(p => p.Name == part) is { } limit && said.GetValueOrDefault(part) is { } value && value >= limit.Min && value <= limit.Max ? value : null;

    public bool Has(string part) => Find(part) is not null;

    /// <summary>A part that the score needs, and that is therefore there when it computes.</summary>
    public double this[string part] => Find(part) ?? throw new InvalidOperationException($"The score needs {part}.");

    public bool Is(string part) => Find(part) is 1;
}

/// <summary>
/// A score as a pure function of numbers by name. The phone computes the same (<c>src/field/intake/scores</c>), both held to the golden
/// vectors in <c>tests/Vectors/scores</c>. A score describes between professionals; it decides nothing. Immutable.
/// </summary>
public sealed class ScoreRule
{
    private readonly Func<ScoreInputs, ScoreOutcome> _compute;

    internal ScoreRule(string name, IReadOnlyList<ScorePart> parts, Func<ScoreInputs, ScoreOutcome> compute) => (Name, Parts, _compute) = (name, parts, compute);

    /// <summary>As forms name it, for example <c>das28-crp</c>.</summary>
    public string Name { get; }
    public IReadOnlyList<ScorePart> Parts { get; }

    /// <summary>Why it must not be computed for this patient; null: it may.</summary>
    internal Func<ScoreInputs, string?> Refuses { private get; init; } = _ => null;

    /// <summary>Which parts it cannot do without; null: all.</summary>
    internal Func<ScoreInputs, IEnumerable<string>>? Needs { private get; init; }

    /// <summary>With a part missing there is no number: a score of missing answers would look like a low one.</summary>
    public ScoreOutcome Of(IReadOnlyDictionary<string, double?> said)
    {
        ArgumentNullException.ThrowIfNull(said);
        var inputs = new ScoreInputs(Parts, said);
        if (Refuses(inputs) is { } refused)
        {
            return new ScoreOutcome { Refused = refused };
        }

        List<string> missing = [.. (Needs?.Invoke(inputs) ?? Parts.Select(p => p.Name)).Where(p => !inputs.Has(p))];
        return missing.Count > 0 ? new ScoreOutcome { Missing = missing } : _compute(inputs);
    }

    /// <summary>Halves go up, as people round.</summary>
    internal static double Rounded(double value, int digits)
    {
        var factor = Math.Pow(10, digits);
        return Math.Floor((value * factor) + 0.5) / factor;
    }

    internal static ScorePart Part(string name, double min, double max) => new(name, min, max);

    internal static KeyValuePair<string, double> Point(string part, double points) => new(part, points);
}
