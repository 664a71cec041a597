namespace Teleconsult.Benchmarks.Report;

/// <summary>One line of the table.</summary>
/// <param name="Ratio">Ours to the reference, where both were measured side by side.</param>
/// <param name="Met">Null where the line only informs.</param>
internal sealed record Row(string Work, string Ours, string Reference, string Ratio, string Goal, bool? Met)
{
    /// <summary>A line without a goal of its own.</summary>
    public static Row Info(string work, string ours) => new(work, ours, "", "", "", null);
}
