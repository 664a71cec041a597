using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Domain.Consults;

// How often the clock rests while the requester is asked (domain brief §4.3).
public sealed partial class Consult
{
    /// <summary>How often the requester was waited for, each stretch once however many questions it had; also those that stopped no clock.</summary>
    public int TimesAsked { get; private set; }

    /// <summary>Asked more often than the clock rests for: a coordinator looks at it.</summary>
    public bool NeedsReview => Urgency is not Urgency.Emergency && TimesAsked > ResponseClock.FreePauses;

    private void RestForRequester(DateTimeOffset at)
    {
        if (State is ConsultState.NeedsRequester)
        {
            return; // one more question in the same stretch
        }

        TimesAsked++;
        if (Urgency is not Urgency.Emergency && TimesAsked <= ResponseClock.FreePauses)
        {
            PausedSince ??= at;
        }
    }
}
