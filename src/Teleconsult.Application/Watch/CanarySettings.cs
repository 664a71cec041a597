namespace Teleconsult.Application.Watch;

/// <summary>How often a trial case climbs a ladder.</summary>
/// <param name="Every">From the end of one to the beginning of the next.</param>
/// <param name="Within">How long one may take until its parts count as stopped.</param>
/// <param name="IsOn">False: this node sends none, and judges none.</param>
public sealed record CanarySettings(TimeSpan Every, TimeSpan Within, bool IsOn = true)
{
    /// <summary>Often enough that a night's standstill is told in minutes, seldom enough to cost nothing: design choices.</summary>
    public static readonly CanarySettings Default = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(2));
}
