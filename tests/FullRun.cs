namespace Teleconsult.Tests;

/// <summary>How long tests go on that could go on for ever: <c>tests/run.sh --full</c> sets <c>TELECONSULT_FULL</c>.</summary>
internal static class FullRun
{
    public static bool Is { get; } = Environment.GetEnvironmentVariable("TELECONSULT_FULL") == "1";

    public static int Or(int usual, int full) => Is ? full : usual;
}
