namespace Teleconsult.Web.Console.Referrals;

/// <summary>What somebody says has become of a referred patient.</summary>
public enum ReferralDid
{
    Booked,
    Attended,
    Missed,
    Reported,
    Ended,
}
