using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Domain.Tests.Consults;

/// <summary>A second, independent reading of the events: what the state has to be if the log is all there is.</summary>
internal sealed class Replayed
{
    private readonly HashSet<RequestId> _open = [];
    private readonly HashSet<AdviceId> _unread = [];
    private readonly Dictionary<AdviceId, PractitionerId> _unsigned = [];

    public long Version { get; private set; }
    public long ContentVersion { get; private set; }
    public ConsultState State { get; private set; }
    public Urgency Urgency { get; private set; }
    public PractitionerId? Holder { get; private set; }
    public ServiceId? Service { get; private set; }

    public static Replayed From(IEnumerable<ConsultEvent> events)
    {
        var replayed = new Replayed();
        foreach (var happened in events)
        {
            replayed.Version++;
            replayed.Apply(happened);
        }

        return replayed;
    }

    private void Apply(ConsultEvent happened)
    {
        switch (happened)
        {
            case ConsultSubmitted e:
                (Urgency, Service, ContentVersion) = (e.Urgency, e.Service, 1);
                State = e.Service is null ? ConsultState.Unallocated : ConsultState.Waiting;
                break;
            case ConsultAllocated e:
                Assert.Null(Holder);
                (Service, State) = (e.To, ConsultState.Waiting);
                break;
            case ConsultRedirected e:
                Assert.Equal(e.By, Holder);
                _open.Clear();
                (Service, Holder, State) = (e.To, null, e.To is null ? ConsultState.Unallocated : ConsultState.Waiting);
                break;
            case ConsultClaimed e:
                Assert.Null(Holder); // two holders never
                (Holder, State) = (e.By, ConsultState.Claimed);
                break;
            case ClaimReleased or ClaimLapsed:
                _open.Clear();
                (Holder, State) = (null, ConsultState.Waiting);
                break;
            case InformationRequested e:
                _open.Add(e.Request);
                State = ConsultState.NeedsRequester;
                break;
            case InformationGiven e:
                _open.Remove(e.Request);
                ContentVersion += e.ByPhoto ? 0 : 1;
                State = State is ConsultState.NeedsRequester && _open.Count == 0 ? ConsultState.Claimed : State;
                break;
            case PhotoStored or IntakeAmended:
                ContentVersion++;
                break;
            case UrgencyRaised e:
                Assert.Equal(Urgency, e.From);
                Assert.True(e.To > e.From);
                Urgency = e.To;
                break;
            case AdviceSent e:
                Assert.Equal(ContentVersion, e.SeenContentVersion);
                Assert.Equal(Holder, e.By);
                _open.Clear();
                State = ConsultState.AdvicePending;
                if (e.NeedsSignature)
                {
                    _unsigned.Add(e.Advice, e.By);
                }

                break;
            case AdviceCountersigned e:
                Assert.NotEqual(_unsigned[e.Advice], e.By);
                _unsigned.Remove(e.Advice);
                break;
            case ConsultHandedOver e:
                Assert.Equal(e.By, Holder);
                Holder = e.To;
                break;
            case AdviceTakenBack or AdviceReturned:
                State = ConsultState.Claimed;
                break;
            case AdviceReleased e:
                Assert.True(Urgency is Urgency.Emergency || !_unsigned.ContainsKey(e.Advice)); // nothing unsigned goes out, but in an emergency
                _unread.Add(e.Advice);
                State = ConsultState.Answered;
                break;
            case AdviceAmended e:
                Assert.Equal(ContentVersion, e.SeenContentVersion);
                _unread.Remove(e.Replaces);
                _unread.Add(e.Advice);
                State = ConsultState.Answered;
                break;
            case AdviceRead e:
                _unread.Remove(e.Advice);
                State = State is ConsultState.Answered && _unread.Count == 0 ? ConsultState.Read : State;
                break;
            case ConsultClosed:
                (Holder, State) = (null, ConsultState.Closed);
                break;
        }
    }
}
