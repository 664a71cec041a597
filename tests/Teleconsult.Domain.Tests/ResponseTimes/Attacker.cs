using System.Numerics;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Domain.Tests.ResponseTimes;

/// <summary>
/// Somebody who has all published tables of all months, knows which combinations of service, facility, urgency and pathway occur, and tries to
/// work out what was withheld: by solving all equations together over exact fractions, and by narrowing what each combination can be.
/// </summary>
internal sealed class Attacker
{
    private readonly List<(int Month, CountedCase Kind)> _cells = [];
    private readonly List<(bool[] Of, int Count)> _equations = [];
    private List<(int Pivot, Fraction[] Row)>? _basis;
    private (int[] Low, int[] High)? _bounds;

    /// <summary>One month's tables, all before the first question: only groups that are shown tell their count.</summary>
    public void Read(int month, IReadOnlyList<CountedCase> cases, IEnumerable<(FigureTable Table, string Key, int Count)> shown)
    {
        _cells.AddRange(cases.DistinctBy(c => (c.Service, c.Facility, c.Urgency, c.Pathway)).Select(c => (month, c)));
        foreach (var (table, key, count) in shown)
        {
            _equations.Add(([.. _cells.Select(c => c.Month == month && c.Kind.GroupIn(table) == key)], count));
        }
    }

    /// <summary>What is known of the cases of a month that fit: as few and as many as there can be.</summary>
    public (int Least, int Most) Narrow(int month, Func<CountedCase, bool> fits)
    {
        var of = Wanted(month, fits);
        if (Solve(of) is { } exactly)
        {
            return (exactly, exactly);
        }

        var (low, high) = _bounds ??= Bounds();
        return (Enumerable.Range(0, of.Length).Where(i => of[i]).Sum(i => low[i]), Enumerable.Range(0, of.Length).Where(i => of[i]).Aggregate(0, (sum, i) => Math.Min(sum + high[i], int.MaxValue / 2)));
    }

    private bool[] Wanted(int month, Func<CountedCase, bool> fits) => [.. _cells.Select(c => c.Month == month && fits(c.Kind))];

    /// <summary>The count, where it is a combination of what was published.</summary>
    private int? Solve(bool[] wanted)
    {
        var left = Reduce(Row(wanted, 0), _basis ??= Basis());
        return left.Take(_cells.Count).All(f => f.IsZero) ? -(int)left[^1].Whole : null;
    }

    private List<(int Pivot, Fraction[] Row)> Basis()
    {
        var basis = new List<(int Pivot, Fraction[] Row)>();
        foreach (var (of, count) in _equations)
        {
            var row = Reduce(Row(of, count), basis);
            var pivot = Array.FindIndex(row, 0, _cells.Count, f => !f.IsZero);
            if (pivot >= 0)
            {
                var by = row[pivot];
                basis.Add((pivot, [.. row.Select(f => f / by)]));
            }
        }

        return basis;
    }

    private Fraction[] Row(bool[] of, int count) =>
        [.. Enumerable.Range(0, _cells.Count).Select(i => i < of.Length && of[i] ? Fraction.One : Fraction.Zero), new Fraction(count, 1)];

    private static Fraction[] Reduce(Fraction[] row, List<(int Pivot, Fraction[] Row)> basis)
    {
        foreach (var (pivot, by) in basis)
        {
            var times = row[pivot];
            if (!times.IsZero)
            {
                row = [.. row.Zip(by, (a, b) => a - (times * b))];
            }
        }

        return row;
    }

    /// <summary>No combination has fewer than none nor more than what holds it; each equation narrows its parts by the others, until nothing changes.</summary>
    private (int[] Low, int[] High) Bounds()
    {
        var (low, high) = (new int[_cells.Count], Enumerable.Repeat(int.MaxValue / 1_000_000, _cells.Count).ToArray());
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (of, count) in _equations)
            {
                var parts = Enumerable.Range(0, of.Length).Where(i => of[i]).ToList();
                var (least, most) = (parts.Sum(i => low[i]), parts.Sum(i => high[i]));
                foreach (var i in parts)
                {
                    var (up, down) = (Math.Min(high[i], count - (least - low[i])), Math.Max(low[i], count - (most - high[i])));
                    changed |= up != high[i] || down != low[i];
                    (least, most) = (least + down - low[i], most + up - high[i]);
                    (high[i], low[i]) = (up, down);
                }
            }
        }

        return (low, high);
    }

    private readonly record struct Fraction(BigInteger Over, BigInteger Under)
    {
        public static readonly Fraction Zero = new(0, 1);
        public static readonly Fraction One = new(1, 1);

        public bool IsZero => Over.IsZero;

        public BigInteger Whole => Over / Under;

        public static Fraction operator -(Fraction a, Fraction b) => Of((a.Over * b.Under) - (b.Over * a.Under), a.Under * b.Under);

        public static Fraction operator *(Fraction a, Fraction b) => Of(a.Over * b.Over, a.Under * b.Under);

        public static Fraction operator /(Fraction a, Fraction b) => Of(a.Over * b.Under, a.Under * b.Over);

        private static Fraction Of(BigInteger over, BigInteger under)
        {
            var by = BigInteger.GreatestCommonDivisor(over, under) * under.Sign;
            return new Fraction(over / by, under / by);
        }
    }
}
