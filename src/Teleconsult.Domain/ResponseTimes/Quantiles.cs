namespace Teleconsult.Domain.ResponseTimes;

/// <summary>
/// Quantiles over cases of which some are not done yet. Those count as longer than any that are: a figure over the done ones alone would be
/// the better, the more cases lie unanswered (domain brief §4.2: never average only answered ones).
/// </summary>
public static class Quantiles
{
    /// <summary>The nearest-rank quantile: a time that really occurred.</summary>
    /// <param name="took">Times of those that are done, in any order.</param>
    /// <param name="all">How many there are, with those that are not done; at least as many as <paramref name="took"/>.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <returns>Null where there is none, or where it falls among those that are not done: it is longer than any known time.</returns>
    public static TimeSpan? Of(IEnumerable<TimeSpan> took, int all, double share)
    {
        var sorted = took.Order().ToList();
        ArgumentOutOfRangeException.ThrowIfLessThan(all, sorted.Count);
        var rank = Math.Clamp((int)Math.Ceiling(share * all) - 1, 0, Math.Max(all - 1, 0));
        return rank < sorted.Count ? sorted[rank] : null;
    }
}
