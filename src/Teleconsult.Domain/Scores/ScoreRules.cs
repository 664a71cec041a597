using System.Collections.Frozen;

namespace Teleconsult.Domain.Scores;

/// <summary>Every score by its name, as forms name it.</summary>
public static class ScoreRules
{
    private static readonly FrozenDictionary<string, ScoreRule> ByName = new[]
    {
        Sinbad.Rule, Pasi.Rule, SevenPoint.Rule, FootScores.Texas, FootScores.Wifi, KidneyScores.Egfr, KidneyScores.Kdigo,
        JointScores.Das28Esr, JointScores.Das28Crp, JointScores.Cdai, News2.Rule, BurnedArea.Rule,
    }.ToFrozenDictionary(r => r.Name);

    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>Null for a score that this build does not know: a newer form may name one.</summary>
    public static ScoreRule? Find(string name) => ByName.GetValueOrDefault(name);
}
