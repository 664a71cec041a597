using System.Collections.Concurrent;
using Teleconsult.Application.Ports;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Tests.Support;

/// <summary>A channel that writes down what it was given, and answers as the test says. The real channels have tests of their own.</summary>
internal sealed class RecordingSender(AlertChannel channel) : IAlertSender
{
    private readonly ConcurrentQueue<AlertMessage> _sent = new();

    public AlertChannel Channel => channel;

    public bool IsReady => true;

    public SendOutcome Answer { get; set; } = new(SendKind.Sent);

    /// <summary>In the order in which they were handed over, those that were refused too.</summary>
    public IReadOnlyList<AlertMessage> Given => [.. _sent];

    public async Task<SendOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        _sent.Enqueue(message);
        await Task.Yield();
        return Answer;
    }
}

/// <summary>Says keys and what fills them: what is said is the catalogue's matter.</summary>
internal sealed class KeyWords : IAlertWords
{
    public string Say(string key, string language, params (string Name, object? Value)[] arguments) =>
        $"{key} {string.Join(' ', arguments.Select(a => $"{a.Name}={a.Value}"))}".Trim();

    public string Urgency(Domain.Consults.Urgency urgency, string language) => urgency.ToString();
}
