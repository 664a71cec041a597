using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Teleconsult.Domain.Photos;
using Teleconsult.Infrastructure.Photos.Uploads;
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

/// <summary>Appends a request's body to an upload as it arrives.</summary>
internal static class UploadBody
{
    // A phone on 2G sends tens of bytes a second and is silent for a while: the server's own floor (240 B/s) would cut it off.
    private static readonly MinDataRate SlowestPhone = new(bytesPerSecond: 16, gracePeriod: TimeSpan.FromSeconds(60));

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

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
    /// <param name="part">Where the bytes go.</param>
    /// <param name="known">Bytes at the body's beginning that are there already.</param>
    /// <param name="most">Where the upload has to end.</param>
    /// <param name="checksum">Fed with all bytes of the body, or null.</param>
    /// <param name="stop">Ends the reading for somebody who takes over. Not <c>RequestAborted</c>: it would drop bytes that have come.</param>
    public static async Task<BodyEnd> AppendAsync(
        HttpContext context, UploadPart part, long known, long most, UploadChecksum? checksum, CancellationToken stop)
    {
        var body = context.Request.BodyReader;
        while (true)
        {
            var (read, end) = await ReadAsync(body, part, stop);
            if (end is { } ended)
            {
                return ended;
            }

            try
            {
                if (!Append(read.Buffer, part, ref known, most, checksum))
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

            if (part.IsDue)
            {
                await part.ShareAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>False: more came than was announced.</summary>
    private static bool Append(ReadOnlySequence<byte> buffer, UploadPart target, ref long known, long most, UploadChecksum? checksum)
    {
        foreach (var part in buffer)
        {
            checksum?.Append(part.Span);
            var skip = (int)Math.Min(known, part.Length);
            known -= skip;
            if (target.Length + part.Length - skip > most)
            {
                return false;
            }

            target.Append(part.Span[skip..]);
        }

        return true;
    }

    private static async ValueTask<(ReadResult Read, BodyEnd? End)> ReadAsync(PipeReader body, UploadPart part, CancellationToken stop)
    {
        try
        {
            var read = body.ReadAsync(stop);
            return (read.IsCompleted || !part.IsBehind ? await read : await ShareInTheMeantimeAsync(read.AsTask(), part), null);
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

    /// <summary>A phone that is silent for a while: what it has sent so far has to be found by the node where it comes back.</summary>
    private static async Task<ReadResult> ShareInTheMeantimeAsync(Task<ReadResult> read, UploadPart part)
    {
        if (await Task.WhenAny(read, Task.Delay(Silence)) != read)
        {
            await part.ShareAsync(CancellationToken.None);
        }

        return await read;
    }
}
