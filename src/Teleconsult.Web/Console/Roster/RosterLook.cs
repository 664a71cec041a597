namespace Teleconsult.Web.Console.Roster;

/// <summary>How a roster is looked at: who on which day, which hours of a week, or a whole month.</summary>
public enum RosterLook
{
    Week,
    Hours,
    Month,
}
