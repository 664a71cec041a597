using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Simulation;

/// <summary>A case on its way through a replay: the real consult, and what the people around it have in their heads.</summary>
internal sealed class SimulatedCase(int number, Arrival arrival)
{
    public int Number { get; } = number;

    public Arrival Arrival { get; } = arrival;

    /// <summary>Dropped when it is answered: a year of them would be large.</summary>
    public Consult Consult { get; set; } = null!;

    public int Minutes { get; set; } = arrival.Minutes;

    public Actor? Holder { get; set; }

    /// <summary>Whom it is offered to while nobody has it, as the consult says.</summary>
    public Actor? Offered { get; set; }

    /// <summary>Who last worked on it and did not answer: it is theirs in their own eyes, whoever it is offered to.</summary>
    public Actor? BegunBy { get; set; }

    public bool IsListed { get; set; }

    public bool IsForgotten { get; set; }

    public bool WasAsked { get; set; }

    /// <summary>How often somebody has worked on it; how often a coordinator has rung for it: parts of what is drawn.</summary>
    public int Visits { get; set; }

    public int Rings { get; set; }

    /// <summary>The coordinator has it in hand: an allocation or a round of calls is under way.</summary>
    public bool IsInHand { get; set; }

    public bool IsOver { get; set; }

    /// <summary>When each kind of timer is set for; -1: none.</summary>
    public long[] Timers { get; } = [-1, -1, -1, -1];
}

/// <summary>A specialist in a replay.</summary>
internal sealed class Actor(int number, int place, SimulatedTeam team, int teamNumber)
{
    private int _silence;

    public int Number { get; } = number;

    /// <summary>In the team.</summary>
    public int Place { get; } = place;

    public SimulatedPerson Person { get; } = team.People[place];

    public SimulatedTeam Team { get; } = team;

    public int TeamNumber { get; } = teamNumber;

    public int Looks { get; set; }

    public SimulatedCase? Busy { get; set; }

    public long BusyUntil { get; set; }

    /// <summary>Raised whenever what they work on changes: what was planned for the earlier one does not happen.</summary>
    public int Turn { get; set; }

    public LinkedList<SimulatedCase> ToDo { get; } = [];

    public List<SimulatedCase> Held { get; } = [];

    public int Offered { get; set; }

    public DateTimeOffset? LastOffered { get; set; }

    /// <summary>Silent without notice. Asked in the order of time.</summary>
    public bool IsSilent(long second)
    {
        var silent = Person.Silent;
        while (_silence < silent.Count && silent[_silence].To <= second)
        {
            _silence++;
        }

        return _silence < silent.Count && silent[_silence].From <= second;
    }
}
