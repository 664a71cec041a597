using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Teleconsult.Application.Ports;

namespace Teleconsult.Application.Log;

/// <summary>
/// Where a reader stands: the log's epoch, the last event that it has seen, and the reader's access version. Opaque to
/// clients; base64url of a short text.
/// </summary>
/// <param name="Snapshot">The last consult of a snapshot that is still being read page by page; null otherwise.</param>
public sealed record LogCursor(string Epoch, long Position, long AccessVersion, Guid? Snapshot = null)
{
    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"1.{Epoch}.{Position}.{AccessVersion}.{(Snapshot is { } s ? s.ToString("n") : "")}")));

    /// <exception cref="StaleCursor">It is not one of ours, or of another epoch or access version.</exception>
    public static LogCursor Parse(string text, string epoch, long accessVersion)
    {
        try
        {
            var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
            if (parts is ["1", _, _, _, _] && parts[1] == epoch
                && long.TryParse(parts[2], CultureInfo.InvariantCulture, out var position) && position >= 0
                && long.TryParse(parts[3], CultureInfo.InvariantCulture, out var access) && access == accessVersion)
            {
                return new LogCursor(epoch, position, access, parts[4].Length == 0 ? null : Guid.Parse(parts[4]));
            }
        }
        catch (FormatException)
        {
            // Not one of ours.
        }

        throw new StaleCursor();
    }
}
