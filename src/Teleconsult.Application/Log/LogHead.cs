using System.Globalization;

namespace Teleconsult.Application.Log;

/// <summary>
/// A note in the data folder of how far this host has read the log. If the database stands behind it at the next start, it
/// was restored from a backup: its next events would take positions that clients have seen already, so a new epoch begins.
/// </summary>
/// <remarks>
/// Written at most once a second and at the end: a backup younger than that second can go unnoticed. Nodes may share the note or have
/// one each: a note of an epoch that has ended says nothing.
/// </remarks>
public sealed class LogHead(string path, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private (string Epoch, long Position) _written;
    private DateTimeOffset _next;

    public (string Epoch, long Position)? Read()
    {
        if (!File.Exists(path) || File.ReadAllText(path).Split(' ') is not [var epoch, var position]
            || !long.TryParse(position, CultureInfo.InvariantCulture, out var head))
        {
            return null;
        }

        return (epoch, head);
    }

    public void Note(string epoch, long position, bool now = false)
    {
        lock (_lock)
        {
            if (_written == (epoch, position) || (!now && clock.GetUtcNow() < _next))
            {
                return;
            }

            var next = $"{path}.{Guid.NewGuid():n}"; // nodes may share the folder
            File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $"{epoch} {position}"));
            File.Move(next, path, overwrite: true);
            _written = (epoch, position);
            _next = clock.GetUtcNow() + Pause;
        }
    }
}
