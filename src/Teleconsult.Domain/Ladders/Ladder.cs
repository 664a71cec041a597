using Teleconsult.Domain.Consults;

namespace Teleconsult.Domain.Ladders;

/// <summary>
/// Who is alerted while nobody has taken a case, step by step. Rungs count from 1; all times from the case's receipt: no hand-over, lapse or
/// redirect starts them anew. When they are for one case, <see cref="LadderTimes"/> says.
/// </summary>
public sealed class Ladder
{
    /// <summary>Most rungs of a ladder, and the latest one: design choices that bound a slip of the hand.</summary>
    public const int MaxRungs = 12;
    public static readonly TimeSpan Latest = TimeSpan.FromDays(14);

    /// <param name="partner">The service whose people <see cref="RungWhom.PartnerService"/> means; needed where a rung names it.</param>
    /// <exception cref="RuleViolation">
    /// <c>ladder.rungs</c>: fewer than two or more than <see cref="MaxRungs"/>; <c>ladder.start</c>: the first is not at once; <c>ladder.order</c>: one does
    /// not come after the one before it, or is later than <see cref="Latest"/>; <c>ladder.whom</c>, <c>ladder.channel</c>: one names nobody, or no
    /// channel; <c>ladder.partner</c>: no service is named for it; <c>ladder.end</c>: the last one does not tell coordinator and requester.
    /// </exception>
    public Ladder(Urgency urgency, IReadOnlyList<Rung> rungs, ServiceId? partner = null)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        Urgency = urgency;
        Rungs = rungs;
        Partner = partner;
        Check();
    }

    public Urgency Urgency { get; }

    public IReadOnlyList<Rung> Rungs { get; }

    public ServiceId? Partner { get; }

    public int Count => Rungs.Count;

    /// <param name="number">From 1.</param>
    public Rung this[int number] => Rungs[number - 1];

    /// <summary>
    /// Whom the rungs from <paramref name="first"/> to <paramref name="last"/> alert, each with the highest of them that names them: what was
    /// missed comes as one message, not as many.
    /// </summary>
    public IEnumerable<(RungWhom Whom, int Rung)> Between(int first, int last) => Enumerable.Range(first, Math.Max(0, last - first + 1))
        .SelectMany(n => this[n].Whom.Select(w => (Whom: w, Rung: n))).GroupBy(w => w.Whom, w => w.Rung).Select(g => (g.Key, g.Max()));

    private void Check()
    {
        Refuse(Count is < 2 or > MaxRungs, "ladder.rungs", 0);
        Refuse(Rungs[0].After != TimeSpan.Zero, "ladder.start", 1);
        for (var number = 1; number <= Count; number++)
        {
            var rung = this[number];
            Refuse(number > 1 && (rung.After <= this[number - 1].After || rung.After > Latest), "ladder.order", number);
            Refuse(rung.Whom.Count == 0 || rung.Whom.Any(w => !Enum.IsDefined(w)), "ladder.whom", number);
            Refuse(rung.Channels.Count == 0 || rung.Channels.Any(c => !Enum.IsDefined(c)), "ladder.channel", number);
            Refuse(rung.Whom.Contains(RungWhom.PartnerService) && Partner is null, "ladder.partner", number);
        }

        var last = this[Count].Whom;
        Refuse(!last.Contains(RungWhom.Coordinator) || !last.Contains(RungWhom.Requester), "ladder.end", Count);
    }

    private static void Refuse(bool wrong, string code, int rung)
    {
        if (wrong)
        {
            throw new RuleViolation(code, ("rung", rung));
        }
    }
}
