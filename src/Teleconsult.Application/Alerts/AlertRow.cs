using System.Security.Cryptography;
using System.Text;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Alerts;

/// <summary>What a message says. It never carries a patient's data: service, urgency, the case's number and a link.</summary>
public enum AlertKind
{
    /// <summary>A rung of the ladder names this person.</summary>
    Rung = 1,

    /// <summary>A rung named nobody: the coordinator is told instead.</summary>
    EmptyRung = 2,

    /// <summary>A promise passed although somebody has the case: the coordinator is told.</summary>
    Overdue = 3,

    /// <summary>A second opinion was asked of this colleague by name.</summary>
    Opinion = 4,

    /// <summary>The requester can read an answer, or a changed one.</summary>
    Answered = 5,

    /// <summary>The specialist asks the requester for something.</summary>
    Asked = 6,

    /// <summary>The specialist is phoning the requester.</summary>
    Calling = 7,

    /// <summary>A worker of a node stands still: it is about no case.</summary>
    Stopped = 8,

    /// <summary>A colleague has handed them the case.</summary>
    HandedOver = 9,

    /// <summary>A case that they have, or have answered, was raised to an emergency by newer answers.</summary>
    Raised = 10,
}

public enum AlertState
{
    /// <summary>Decided; not sent yet, or to be tried again.</summary>
    Queued = 0,

    /// <summary>Handed over; nobody knows whether it arrived. Counts as failed when its time has passed.</summary>
    Sent = 1,

    /// <summary>The device, or its owner, said so.</summary>
    Delivered = 2,

    /// <summary>It did not arrive, or nothing was heard of it in time: the next channel was tried, where there is one.</summary>
    Failed = 3,

    /// <summary>It was no longer needed: somebody has the case, or a newer message says more.</summary>
    Dropped = 4,
}

/// <summary>One message to one person by one channel, with what became of it. Written in the transaction of what it tells.</summary>
public sealed class AlertRow
{
    /// <summary>Follows from what it is about (<see cref="IdOf"/>): the same message, decided twice, is one.</summary>
    public Guid Id { get; set; }
    public NetworkId Network { get; set; }
    public ConsultId Consult { get; set; }
    public ServiceId? Service { get; set; }
    public long Number { get; set; }
    public Urgency Urgency { get; set; }
    public AlertKind Kind { get; set; }

    /// <summary>The ladder's; of what follows an event (<see cref="AlertKind.Overdue"/> and later kinds) the case's version: a second one is no repetition.</summary>
    public int Round { get; set; }
    public int Rung { get; set; }
    public RungWhom Whom { get; set; }
    public PractitionerId Person { get; set; }
    public AlertChannel Channel { get; set; }
    public AlertState State { get; set; }

    /// <summary>When it was decided. UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>When something has to be done about it: to send it, to try again, to give it up; null: nothing any more. UTC.</summary>
    public DateTimeOffset? NextAt { get; set; }

    /// <summary>Raised by every claim: a result is kept only by who holds the token.</summary>
    public long Token { get; set; }
    public int Tries { get; set; }
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When its state became final. UTC.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>Why it failed or was dropped.</summary>
    public string? Why { get; set; }

    /// <summary>What its receiver answers with to say "I have seen it"; never guessed, never derived.</summary>
    public string Receipt { get; set; } = "";

    /// <summary>When its receiver answered. UTC.</summary>
    public DateTimeOffset? AcknowledgedAt { get; set; }

    /// <summary>A UUID of version 8 (RFC 9562 §5.8) over everything that makes it this message.</summary>
    public static Guid IdOf(ConsultId consult, AlertKind kind, int round, int rung, PractitionerId person, AlertChannel channel)
    {
        var name = string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"alert|{consult.Value:n}|{(int)kind}|{round}|{rung}|{person.Value:n}|{(int)channel}");
        var bytes = SHA256.HashData(Encoding.ASCII.GetBytes(name)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
