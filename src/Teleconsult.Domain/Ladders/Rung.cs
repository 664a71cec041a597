namespace Teleconsult.Domain.Ladders;

/// <summary>Whom a rung alerts. Who that is now, the rosters say when the rung is reached.</summary>
public enum RungWhom
{
    /// <summary>Everybody who answers for the service.</summary>
    Pool = 1,

    /// <summary>Who is on duty first. Without a published roster the whole pool.</summary>
    OnCall = 2,

    /// <summary>Who is on duty when those stay silent.</summary>
    Backup = 3,

    /// <summary>Who is responsible for the team.</summary>
    Lead = 4,

    /// <summary>Who is on duty at the service that <see cref="Ladder.Partner"/> names. They are told to ring; the case is not theirs to open.</summary>
    PartnerService = 5,

    /// <summary>The network's coordinator.</summary>
    Coordinator = 6,

    /// <summary>Who asked: is told that nobody has answered, with the local protocol and number.</summary>
    Requester = 7,
}

/// <summary>By what a person is alerted. No channel carries patient data.</summary>
public enum AlertChannel
{
    /// <summary>The open screen: the log's own notice, which needs no message.</summary>
    Live = 1,

    /// <summary>Web Push to every browser in which the person asked for it.</summary>
    Push = 2,
    Sms = 3,
    Mail = 4,

    /// <summary>Ends inside the host: the trial case's alone, which nobody sees.</summary>
    Loopback = 5,
}

/// <summary>One step of a ladder.</summary>
/// <param name="After">From the time of receipt: by the wall clock, or in opening hours where the service has promised so (<see cref="LadderTimes"/>).</param>
/// <param name="Whom">Not empty.</param>
/// <param name="Channels">All of them are used at once; not empty.</param>
public sealed record Rung(TimeSpan After, IReadOnlyList<RungWhom> Whom, IReadOnlyList<AlertChannel> Channels);
