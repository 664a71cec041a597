namespace Teleconsult.Domain.ResponseTimes;

/// <summary>What published figures are grouped by. A group that is too small is counted in its parent alone: the network, of a service's urgencies the service.</summary>
public enum FigureTable
{
    Network = 1,
    Urgency = 2,
    Service = 3,
    ServiceUrgency = 4,
    Facility = 5,
    Pathway = 6,
}

/// <summary>One case as it is counted: where it belongs in each table, and whose work it shows.</summary>
/// <param name="Service">Ids and codes, and likewise the next three; empty where there is none.</param>
/// <param name="Answering">Who of the service took part.</param>
public sealed record CountedCase(
    string Service, string Facility, string Urgency, string Pathway, PractitionerId Requester, IReadOnlyList<PractitionerId> Answering)
{
    /// <summary>The group of a table that it belongs to.</summary>
    public string GroupIn(FigureTable table) => table switch
    {
        FigureTable.Network => "",
        FigureTable.Urgency => Urgency,
        FigureTable.Service => Service,
        FigureTable.ServiceUrgency => Service + "/" + Urgency,
        FigureTable.Facility => Facility,
        FigureTable.Pathway => Pathway,
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, null),
    };
}

public enum Disclosed
{
    Shown = 0,

    /// <summary>Too few people or cases.</summary>
    Few = 1,

    /// <summary>Large enough, but with it a group that is too small could be worked out.</summary>
    Together = 2,
}

/// <param name="Cases">Indexes into the list that was given.</param>
public sealed record DisclosedGroup(FigureTable Table, string Key, IReadOnlyList<int> Cases, Disclosed Disclosed);
