namespace Teleconsult.Domain.Duty;

/// <summary>A stretch of local time that begins on a day of the week and may end on the next one.</summary>
/// <param name="From">Since local midnight of the day, below 24 hours.</param>
/// <param name="To">Since the same midnight, after <paramref name="From"/>: 26:00 is two o'clock of the next morning.</param>
public sealed record OpenSpan(DayOfWeek Day, TimeSpan From, TimeSpan To);
