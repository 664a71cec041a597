namespace Teleconsult.Application.Watch;

/// <summary>What a node writes down of its workers, and under which name.</summary>
/// <param name="Node">The same before and after a restart, another one for each node; at most 120 characters.</param>
/// <param name="Expected">The workers that have to do their rounds.</param>
/// <param name="IsOn">False: this node neither writes nor looks.</param>
public sealed record WatchSettings(string Node, IReadOnlyList<string> Expected, bool IsOn = true);
