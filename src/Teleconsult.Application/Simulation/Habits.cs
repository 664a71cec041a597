using System.Text.Json;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Simulation;

/// <summary>How people behave in the model. What each means and where it comes from stands in <c>assumptions.json</c>, by the same name.</summary>
public enum Habit
{
    CoordinatorLookHours,
    SpecialistLookHours,
    TakeFromPool,
    TakeWhenNamed,
    DutyTakesEmergency,
    NeverTakes,
    Forgets,
    PutsOff,
    AsksForMore,
    RequesterHours,
    WorkScale,
    MessageMinutes,
    MessageMissed,
    OffDutyReacts,
    MailHours,
    LooksOffHours,
    ReachedByPhone,
    LeaveDays,
    SickDays,
    NotSure,
    Volume,
}

public enum HabitKind
{
    Published,
    Calibrated,
    Assumed,
}

/// <param name="Share">A probability: never more than <see cref="Habits.MostShare"/>.</param>
public sealed record HabitLine(double Value, HabitKind Kind, string What, string Source, bool Share = false);

/// <param name="Use"><c>calibration</c>, <c>goal</c> or <c>check</c>.</param>
public sealed record PublishedFigure(string Name, double Value, string Use, string What, string Source);

/// <param name="Always">Open around the clock, with shifts of 24 hours.</param>
public sealed record NetworkService(string Name, string Template, int People, Dictionary<Urgency, double> PerDay, bool Always = false);

/// <summary>The network of the synthetic year. Hours in the text of <see cref="Domain.Duty.WeeklyHours"/>.</summary>
public sealed record NetworkPlan(
    string Zone, string CoordinatorHours, string WorkingHours, TimeOnly QuietFrom, TimeOnly QuietTo, IReadOnlyList<NetworkService> Services);

/// <summary>All that the simulator takes for true, as it is written in <c>assumptions.json</c>.</summary>
public sealed record Assumptions(
    IReadOnlyList<string> About, IReadOnlyList<PublishedFigure> Published, Dictionary<Habit, HabitLine> Habits, NetworkPlan Network)
{
    private const string Resource = "simulation/assumptions.json";

    /// <summary>Those that this product is delivered with.</summary>
    public static Assumptions Delivered { get; } = Read();

    public double Figure(string name) => Published.Single(f => f.Name == name).Value;

    public Habits ToHabits() => new(Habits.OrderBy(h => h.Key).Select(h => h.Value));

    /// <exception cref="JsonException">Not such a file, or a habit is missing.</exception>
    public static Assumptions Parse(string json)
    {
        var read = JsonSerializer.Deserialize<Assumptions>(json, Json.Options) ?? throw new JsonException("The file is empty.");
        var missing = Enum.GetValues<Habit>().Except(read.Habits.Keys).ToList();
        return missing.Count == 0 ? read : throw new JsonException($"The file does not say: {string.Join(", ", missing)}.");
    }

    private static Assumptions Read()
    {
        using var stream = typeof(Assumptions).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}

/// <summary>The values alone, as the replay asks for them. Immutable.</summary>
public sealed class Habits
{
    /// <summary>Doubling a share ends here: what is certain is no habit.</summary>
    public const double MostShare = 0.98;

    private readonly double[] _values;
    private readonly bool[] _shares;

    internal Habits(IEnumerable<HabitLine> lines)
    {
        var all = lines.ToList();
        _values = [.. all.Select(l => l.Value)];
        _shares = [.. all.Select(l => l.Share)];
    }

    private Habits(double[] values, bool[] shares) => (_values, _shares) = (values, shares);

    public double this[Habit habit] => _values[(int)habit];

    public Habits With(Habit habit, double value)
    {
        var values = (double[])_values.Clone();
        values[(int)habit] = _shares[(int)habit] ? Math.Min(value, MostShare) : value;
        return new Habits(values, _shares);
    }
}
