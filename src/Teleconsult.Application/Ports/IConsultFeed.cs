using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Ports;

/// <summary>Live news of the log, in its order. A notice is a hint to look again: it carries ids and codes only.</summary>
public interface IConsultFeed
{
    /// <summary>
    /// Notices after <paramref name="cursor"/> (null: from now on), each once, without a gap, checked against what
    /// <paramref name="actor"/> may see at that moment. Ends when <paramref name="cancellationToken"/> does.
    /// </summary>
    /// <param name="device">The device that listens, so that revoking it ends the stream; null for a console circuit.</param>
    /// <exception cref="StaleCursor">The cursor is of another epoch or of other access: take a snapshot.</exception>
    IAsyncEnumerable<Notice> FollowAsync(Actor actor, DeviceId? device, string? cursor, CancellationToken cancellationToken);

    /// <summary>Where the log stands for this person now: take it before a read, follow from it after.</summary>
    ValueTask<string> CursorAsync(Actor actor, CancellationToken cancellationToken);
}

/// <param name="Cursor">Where the reader stands after this notice.</param>
/// <param name="Type">Name of the event in lower camel case, for example <c>consultClaimed</c>.</param>
/// <param name="By">Name of the person who did it.</param>
/// <param name="Removed">The consult ceased to be visible to the reader.</param>
public sealed record Notice(
    string Cursor, Guid Consult, long Number, long Version, long ContentVersion, string Type, DateTimeOffset At, string? By, bool Removed);

/// <summary>A cursor that cannot be continued: the database was restored, or the reader's access changed.</summary>
public sealed class StaleCursor() : Exception("cursor.stale");
