namespace Teleconsult.Web.Tests.Uploads;

/// <summary>The real time and an offset that a test sets; timers run in real time.</summary>
internal sealed class MovableClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
