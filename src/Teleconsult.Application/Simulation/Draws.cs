namespace Teleconsult.Application.Simulation;

/// <summary>What is drawn by chance. Part of the draw: the same thing is drawn alike under every policy.</summary>
internal enum Chance : ulong
{
    Arrival = 1,
    Urgency,
    Unsure,
    Work,
    Band,
    Language,
    Known,
    Named,
    Leave,
    Sick,
    Look,
    OffLook,
    Refuse,
    Take,
    After,
    Ask,
    Give,
    Missed,
    Delay,
    OffReacts,
    CoordinatorLook,
    CoordinatorOff,
    Phone,
    PhoneTake,
    Speaks,
}

/// <summary>
/// Chance without state: the number follows from seed, purpose and places alone, whatever was drawn before. So policies meet the same year, and
/// each machine gets the same result: whole numbers mixed by SplitMix64 (Steele et al., 2014), no generator of the runtime. Spans are rounded to
/// seconds, so that the last bit of a logarithm decides nothing.
/// </summary>
internal readonly struct Draws(ulong seed)
{
    /// <summary>From 0 up to 1, without 1.</summary>
    public double Share(Chance of, int a = 0, int b = 0, int c = 0)
    {
        var x = Mix(seed + ((ulong)of * 0x9E3779B97F4A7C15));
        x = Mix(x ^ (((ulong)(uint)a << 32) | (uint)b));
        x = Mix(x + (uint)c);
        return (x >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Whole seconds, at least one: memoryless, with this mean.</summary>
    public long Waits(double meanSeconds, Chance of, int a = 0, int b = 0, int c = 0) =>
        Whole(-Math.Log(1 - Share(of, a, b, c)) * meanSeconds);

    /// <summary>Whole seconds, at least one: lognormal.</summary>
    /// <param name="spread">Standard deviation of the logarithm.</param>
    public long Lognormal(double medianSeconds, double spread, Chance of, int a = 0, int b = 0, int c = 0)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Share(of, a, b, c)));
        return Whole(medianSeconds * Math.Exp(spread * radius * Math.Cos(2 * Math.PI * Share(of, a, b, ~c))));
    }

    private static long Whole(double seconds) => Math.Max(1, (long)Math.Round(Math.Min(seconds, 1e9)));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
