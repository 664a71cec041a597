using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Ports;

/// <summary>One way of sending messages out of the host. Sent at least once: the same message has the same id.</summary>
public interface IAlertSender
{
    AlertChannel Channel { get; }

    /// <summary>Whether the host is configured to send by it.</summary>
    bool IsReady { get; }

    /// <summary>Hands one message over. Waits at most some seconds; a failure is an outcome, not an exception.</summary>
    Task<SendOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken);
}

/// <param name="Id">Recognises the message: the same one, sent again, has the same id.</param>
/// <param name="Address">Mail address or number; for push the endpoint of one browser, or nothing: all browsers of the person.</param>
/// <param name="Text">One or two sentences: service, urgency, the case's number. Never a patient's data.</param>
/// <param name="Path">Where the case opens for who is signed in, for example <c>/case/1042</c>; null: there is nothing to open.</param>
/// <param name="Topic">At most one message of a topic needs to stand on a device: a newer one takes its place.</param>
/// <param name="Lifetime">For how long it is worth delivering.</param>
/// <param name="Receipt">What the receiver answers with to say that it was seen.</param>
public sealed record AlertMessage(
    Guid Id, PractitionerId Person, string Address, string Title, string Text, string? Path, Urgency Urgency, string Topic, TimeSpan Lifetime, string Receipt,
    string Language);

/// <summary>What became of handing a message over.</summary>
/// <param name="Kind">Sent says only that somebody took it over.</param>
/// <param name="Why">A code, never a text of the other side, which could repeat an address.</param>
public readonly record struct SendOutcome(SendKind Kind, string? Why = null);

public enum SendKind
{
    Sent = 1,

    /// <summary>It may go another time: the other side was not there, or is busy.</summary>
    Later = 2,

    /// <summary>It will never go this way.</summary>
    Failed = 3,
}
