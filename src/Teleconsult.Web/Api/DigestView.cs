using System.Globalization;
using Teleconsult.Application.Learning;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Web.Api;

/// <summary>What became of one's own patients in a month, as a phone reads it.</summary>
internal sealed record DigestView(string Month, IReadOnlyList<DigestEntry> Cases)
{
    public static DigestView Of(Digest digest) => new(digest.Month.ToString(), digest.Cases);

    /// <summary>"2026-11"; what is none asks for the last whole month.</summary>
    public static int? Read(string? month) =>
        DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? FigureMonth.Of(day).Value : null;
}
