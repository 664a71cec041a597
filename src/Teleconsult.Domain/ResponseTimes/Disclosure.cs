using System.Numerics;

namespace Teleconsult.Domain.ResponseTimes;

/// <summary>
/// Decides which groups of a month's figures may be shown: none of fewer than 5 people or 5 cases, and none from which such a one could be worked
/// out, be it by subtracting within a table, between tables, or by solving all of them together (DESIGN §5 rule 10; domain brief §4.7).
/// </summary>
/// <remarks>
/// A case is in exactly one month and no figure spans two, so months cannot be set off against each other. Within a month the cases fall into
/// <em>cells</em> of one service, facility, urgency and pathway. Each group that is shown gives one equation over the cells. A set of cells is
/// given away where its sum follows from these equations; that is so exactly where no change of the cells that leaves
/// all equations true changes the sum. So one such change is drawn at random: whatever set too small to be shown keeps its sum under it is
/// given away, and a group that takes part is withheld too, until nothing is given away. Drawn wrongly with probability 2^-31 for
/// each set, and then on the safe side. Pure; the same cases always give the same answer.
/// </remarks>
public static class Disclosure
{
    /// <summary>Least people on either side, who ask and who answer, and least cases behind a figure that others see.</summary>
    public const int Least = 5;

    private const long Prime = int.MaxValue; // 2^31 - 1, so that products fit into a long

    /// <summary>The first to be given up come first: what is finest, then what fewest people look at.</summary>
    private static readonly FigureTable[] GivenUp = [FigureTable.ServiceUrgency, FigureTable.Pathway, FigureTable.Facility, FigureTable.Urgency, FigureTable.Service];

    /// <summary>Whether figures of these cases point at nobody.</summary>
    public static bool IsSafe(IEnumerable<CountedCase> cases)
    {
        var (count, asking, answering) = (0, new HashSet<PractitionerId>(), new HashSet<PractitionerId>());
        foreach (var one in cases)
        {
            count++;
            asking.Add(one.Requester);
            answering.UnionWith(one.Answering);
        }

        return count >= Least && asking.Count >= Least && answering.Count >= Least;
    }

    /// <summary>All groups of all tables, each with whether it may be shown.</summary>
    public static IReadOnlyList<DisclosedGroup> Decide(IReadOnlyList<CountedCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var month = new Month(cases);
        month.GiveUpWhatGivesAway();
        return month.Groups;
    }

    /// <summary>
    /// What of the published groups may be laid beside a person's own figures: they know their own cases and can subtract them, so what is left has to stand
    /// by itself as if it alone were published.
    /// </summary>
    /// <param name="published">As <see cref="Decide"/> of the same cases has decided.</param>
    /// <returns>The groups of the cases in which the person had no part, those shown that are shown both ways.</returns>
    public static IReadOnlyList<DisclosedGroup> Besides(IReadOnlyList<CountedCase> cases, PractitionerId person, IEnumerable<(FigureTable Table, string Key)> published)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var shown = published.ToHashSet();
        return [.. Decide([.. cases.Where(c => c.Requester != person && !c.Answering.Contains(person))])
            .Select(g => g.Disclosed is Disclosed.Shown && !shown.Contains((g.Table, g.Key)) ? g with { Disclosed = Disclosed.Together } : g)];
    }

    private sealed record Group(FigureTable Table, string Key, BigInteger Cells, int Count);

    private sealed class Month
    {
        private readonly IReadOnlyList<CountedCase> _cases;
        private readonly List<List<int>> _cells;
        private readonly List<Group> _groups = [];
        private readonly HashSet<Group> _shown;
        private readonly List<BigInteger> _secrets;
        private readonly Dictionary<BigInteger, bool> _safe = [];

        public Month(IReadOnlyList<CountedCase> cases)
        {
            _cases = cases;
            _cells = [.. Enumerable.Range(0, cases.Count)
                .GroupBy(i => (cases[i].Service, cases[i].Facility, cases[i].Urgency, cases[i].Pathway)).Select(g => g.ToList())];
            foreach (var table in Enum.GetValues<FigureTable>())
            {
                _groups.AddRange(Enumerable.Range(0, _cells.Count).GroupBy(c => Of(c).GroupIn(table)).OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new Group(table, g.Key, Set(g), g.Sum(c => _cells[c].Count))));
            }

            _shown = [.. _groups.Where(g => IsSafe(g.Cells))];
            _secrets = Secrets();
        }

        public IReadOnlyList<DisclosedGroup> Groups => [.. _groups.Select(g => new DisclosedGroup(
            g.Table, g.Key, [.. Bits(g.Cells).SelectMany(c => _cells[c]).Order()],
            _shown.Contains(g) ? Disclosed.Shown : IsSafe(g.Cells) ? Disclosed.Together : Disclosed.Few))];

        public void GiveUpWhatGivesAway()
        {
            while ((FindRemainder() ?? FindSolved()) is { } found)
            {
                _shown.Remove(found);
            }
        }

        /// <summary>A group whose neighbours, subtracted from what holds them all, leave too few.</summary>
        private Group? FindRemainder()
        {
            foreach (var whole in _shown)
            {
                var inside = _shown.Where(g => g != whole && g.Cells != whole.Cells && (g.Cells & whole.Cells) == g.Cells).ToList();
                foreach (var table in inside.GroupBy(g => g.Table))
                {
                    if (LeavesTooFew(whole.Cells, table.Aggregate(BigInteger.Zero, (sum, g) => sum | g.Cells)))
                    {
                        return table.MinBy(g => g.Count);
                    }
                }

                foreach (var (one, other) in inside.SelectMany((g, i) => inside.Skip(i + 1).Where(o => (o.Cells & g.Cells).IsZero).Select(o => (g, o))))
                {
                    if (LeavesTooFew(whole.Cells, one.Cells | other.Cells))
                    {
                        return Array.IndexOf(GivenUp, one.Table) <= Array.IndexOf(GivenUp, other.Table) ? one : other;
                    }
                }
            }

            return null;
        }

        private bool LeavesTooFew(BigInteger whole, BigInteger parts) => whole != parts && !IsSafe(whole ^ parts);

        /// <summary>A group without which a set that is too small no longer follows from all that is shown.</summary>
        private Group? FindSolved()
        {
            var change = Change(_shown);
            var known = _secrets.Find(s => Sum(s, change) == 0);
            if (known.IsZero)
            {
                return null;
            }

            var candidates = _shown.Where(g => g.Table is not FigureTable.Network)
                .OrderBy(g => Array.IndexOf(GivenUp, g.Table)).ThenBy(g => g.Count).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
            return candidates.Find(c => Sum(known, Change(_shown.Where(g => g != c))) != 0) ?? candidates.FirstOrDefault();
        }

        /// <summary>Every set that can be named by some of service, facility, urgency and pathway, and is too small.</summary>
        private List<BigInteger> Secrets() =>
            [.. Enumerable.Range(1, 15).SelectMany(by => Enumerable.Range(0, _cells.Count).GroupBy(c => (
                    (by & 1) == 0 ? null : Of(c).Service, (by & 2) == 0 ? null : Of(c).Facility,
                    (by & 4) == 0 ? null : Of(c).Urgency, (by & 8) == 0 ? null : Of(c).Pathway)).Select(Set))
                .Distinct().Where(s => !IsSafe(s))];

        /// <summary>A random change of the cells that leaves the sum of each group as it is; modulo <see cref="Prime"/>.</summary>
        private long[] Change(IEnumerable<Group> shown)
        {
            var rows = shown.Select(g => g.Cells).Distinct().Order().Select(s => Enumerable.Range(0, _cells.Count).Select(c => Has(s, c) ? 1L : 0L).ToArray()).ToList();
            var pivots = new List<int>();
            for (var (row, column) = (0, 0); row < rows.Count && column < _cells.Count; column++)
            {
                var found = rows.FindIndex(row, r => r[column] != 0);
                if (found < 0)
                {
                    continue;
                }

                (rows[row], rows[found]) = (rows[found], rows[row]);
                var inverse = (long)BigInteger.ModPow(rows[row][column], Prime - 2, Prime);
                rows[row] = [.. rows[row].Select(v => v * inverse % Prime)];
                foreach (var other in rows.Where((r, i) => i != row && r[column] != 0))
                {
                    var times = other[column];
                    for (var c = 0; c < other.Length; c++)
                    {
                        other[c] = (((other[c] - (times * rows[row][c])) % Prime) + Prime) % Prime;
                    }
                }

                pivots.Add(column);
                row++;
            }

            var random = new Random(20261121); // any seed does: nobody chooses cases by it
            var change = Enumerable.Range(0, _cells.Count).Select(c => pivots.Contains(c) ? 0 : random.NextInt64(Prime)).ToArray();
            for (var i = 0; i < pivots.Count; i++)
            {
                var sum = 0L;
                for (var c = 0; c < change.Length; c++)
                {
                    sum = (sum + (c == pivots[i] ? 0 : rows[i][c] * change[c])) % Prime;
                }

                change[pivots[i]] = (Prime - sum) % Prime;
            }

            return change;
        }

        private static long Sum(BigInteger set, long[] change) => Bits(set).Aggregate(0L, (sum, c) => (sum + change[c]) % Prime);

        private bool IsSafe(BigInteger set)
        {
            if (!_safe.TryGetValue(set, out var safe))
            {
                _safe[set] = safe = Disclosure.IsSafe(Bits(set).SelectMany(c => _cells[c]).Select(i => _cases[i]));
            }

            return safe;
        }

        private CountedCase Of(int cell) => _cases[_cells[cell][0]];

        private static BigInteger Set(IEnumerable<int> cells) => cells.Aggregate(BigInteger.Zero, (set, c) => set | (BigInteger.One << c));

        private static bool Has(BigInteger set, int cell) => !((set >> cell) & 1).IsZero;

        private static IEnumerable<int> Bits(BigInteger set)
        {
            for (var cell = 0; !set.IsZero; cell++, set >>= 1)
            {
                if (!set.IsEven)
                {
                    yield return cell;
                }
            }
        }
    }
}
