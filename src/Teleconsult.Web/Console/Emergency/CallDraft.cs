using Teleconsult.Application.Consults;

namespace Teleconsult.Web.Console.Emergency;

/// <summary>A call while it is being written down.</summary>
public sealed class CallDraft
{
    private readonly Guid _id = Guid.CreateVersion7(); // one record, however often it is sent

    public string ToWhom { get; set; } = "";

    /// <summary>Time of day in the network's zone, <c>HH:mm</c>.</summary>
    public string At { get; set; } = "";

    /// <summary>Null while the time is none.</summary>
    public CallForm? ToForm(string said, string zone, DateTimeOffset now) =>
        NetworkTime.Last(At, zone, now) is { } spoke ? new CallForm(_id, ToWhom.Trim(), said.Trim(), spoke) : null;
}
