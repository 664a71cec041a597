using System.Globalization;
using static Teleconsult.Domain.Scores.ScoreRule;

namespace Teleconsult.Domain.Scores;

/// <summary>Classes of a diabetic foot ulcer beside SINBAD.</summary>
public static class FootScores
{
    private const double HighestIndex = 1.3;
    private const string Toe = "toe-pressure";
    private const string Index = "ankle-brachial";

    /// <summary>
    /// University of Texas: grade 0 to 3 by depth (healed, superficial, tendon or capsule, bone or joint), stage A none, B infection,
    /// C ischaemia, D both. Lavery LA and others, J Foot Ankle Surg 1996;35:528-531; the domain brief, T5 [22].
    /// </summary>
    public static ScoreRule Texas { get; } = new(
        "texas", [Part("ulcer-depth", 0, 3), Part("ulcer-infected", 0, 1), Part("ulcer-ischaemic", 0, 1)],
        inputs => new ScoreOutcome
        {
            Grade = string.Create(CultureInfo.InvariantCulture, $"{inputs["ulcer-depth"]}{"ABCD"[(int)(inputs["ulcer-infected"] + (2 * inputs["ulcer-ischaemic"]))]}"),
        });

    /// <summary>
    /// WIfI: wound, ischaemia and foot infection, 0 to 3 each, and no sum; the stage needs the table of the SVS. Toe pressure (mmHg) goes before the
    /// ankle-brachial index, which says nothing above 1.3. Mills JL and others, J Vasc Surg 2014;59:220-234; the domain brief, T5 [23].
    /// </summary>
    public static ScoreRule Wifi { get; } = new(
        "wifi", [Part("wifi-wound", 0, 3), Part("wifi-infection", 0, 2), Part("wifi-systemic", 0, 1), Part(Index, 0, 3), Part(Toe, 0, 250)],
        inputs => new ScoreOutcome
        {
            Grade = string.Create(CultureInfo.InvariantCulture, $"W{inputs["wifi-wound"]} I{Ischaemia(inputs)} fI{Infection(inputs)}"),
        })
    {
        Needs = inputs => inputs.Has(Toe) || inputs.Find(Index) <= HighestIndex ? ["wifi-wound", "wifi-infection"] : ["wifi-wound", "wifi-infection", Toe],
    };

    private static int Ischaemia(ScoreInputs inputs) => inputs.Find(Toe) is { } pressure
        ? pressure switch { >= 60 => 0, >= 40 => 1, >= 30 => 2, _ => 3 }
        : Rounded(inputs[Index], 2) switch { >= 0.8 => 0, >= 0.6 => 1, >= 0.4 => 2, _ => 3 };

    private static double Infection(ScoreInputs inputs) => inputs["wifi-infection"] > 0 && inputs.Is("wifi-systemic") ? 3 : inputs["wifi-infection"];
}
