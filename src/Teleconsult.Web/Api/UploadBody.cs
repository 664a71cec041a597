using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Teleconsult.Domain.Photos;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Teleconsult.Web.Api;

/// <summary>How reading a request's body came to its end.</summary>
internal enum BodyEnd
{
    /// <summary>All that the client wanted to send is here.</summary>
    Whole,

    /// <summary>The connection broke: there is nobody to answer, what came stays.</summary>
    Cut,

    /// <summary>The same phone came back on another connection, which now goes on.</summary>
    TakenOver,

    /// <summary>More came than was announced.</summary>
    TooLong,
}

/// <summary>Appends a request's body to a file as it arrives.</summary>
internal static class UploadBody
{
    // A phone on 2G sends tens of bytes a second and is silent for a while: the server's own floor (240 B/s) would cut it off.
    private static readonly MinDataRate SlowestPhone = new(bytesPerSecond: 16, gracePeriod: TimeSpan.FromSeconds(60));

    /// <summary>Makes room for a slow and large body. Must run before the first read.</summary>
    public static void RaiseLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            // HTTP/2 has one rate for a whole connection; there it can only be switched off.
            rate.MinDataRate = HttpProtocol.IsHttp2(context.Request.Protocol) ? null : SlowestPhone;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = CanonicalPhoto.MaxBytes + 1; // what is too long is told by us, with its code
        }
    }

    /// <summary>Whether the request brings bytes at all.</summary>
    public static bool IsPresent(HttpRequest request) => request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0;

    /// <param name="context">The request.</param>
    /// <param name="file">Stands where the first new byte belongs. Left at the end of what was written.</param>
    /// <param name="known">Bytes at the body's beginning that the file has already.</param>
    /// <param name="most">Where the file has to end.</param>
    /// <param name="checksum">Fed with all bytes of the body, or null.</param>
    /// <param name="stop">Ends the reading for somebody who takes over. Not <c>RequestAborted</c>: it would drop bytes that have come.</param>
    public static async Task<BodyEnd> AppendAsync(
        HttpContext context, FileStream file, long known, long most, UploadChecksum? checksum, CancellationToken stop)
    {
        var body = context.Request.BodyReader;
        while (true)
        {
            var (read, end) = await ReadAsync(body, stop);
            if (end is { } ended)
            {
                return ended;
            }

            try
            {
                if (!Append(read.Buffer, file, ref known, most, checksum))
                {
                    return BodyEnd.TooLong;
                }
            }
            finally
            {
                body.AdvanceTo(read.Buffer.End); // also when the disk is full: an answer goes out only on a body that was let go
            }

            if (read.IsCompleted)
            {
                return BodyEnd.Whole;
            }
        }
    }

    /// <summary>False: more came than the file may hold.</summary>
    private static bool Append(ReadOnlySequence<byte> buffer, FileStream file, ref long known, long most, UploadChecksum? checksum)
    {
        foreach (var part in buffer)
        {
            checksum?.Append(part.Span);
            var skip = (int)Math.Min(known, part.Length);
            known -= skip;
            if (file.Position + part.Length - skip > most)
            {
                return false;
            }

            // Into the page cache: microseconds, and cheaper than a hop to another thread. The disk is waited for elsewhere.
            file.Write(part.Span[skip..]);
        }

        return true;
    }

    private static async ValueTask<(ReadResult Read, BodyEnd? End)> ReadAsync(PipeReader body, CancellationToken stop)
    {
        try
        {
            return (await body.ReadAsync(stop), null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return (default, BodyEnd.TakenOver);
        }
        catch (Exception e) when (e is IOException or BadHttpRequestException or OperationCanceledException)
        {
            return (default, BodyEnd.Cut);
        }
    }
}
