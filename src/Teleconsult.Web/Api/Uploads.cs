using MediatR;
using Teleconsult.Application.Photos;
using Teleconsult.Domain;
using Teleconsult.Domain.Photos;
using Teleconsult.Infrastructure.Photos.Uploads;

namespace Teleconsult.Web.Api;

/// <param name="Offset">Bytes that have arrived.</param>
/// <param name="Expires">Null once all has arrived.</param>
internal sealed record UploadState(PhotoId Photo, long Offset, long Length, DateTimeOffset? Expires);

/// <summary>
/// What one request does with an upload. The bytes lie in a file whose length is the truth; when it is complete the photo is
/// stored and the file goes. After a crash at any point a HEAD or a PATCH at full length completes it.
/// </summary>
internal sealed class Uploads(
    IMediator mediator, UploadParts parts, UploadWriters writers, UploadLedger ledger, PhotoIntake intake, IServiceScopeFactory scopes,
    TimeProvider clock)
{
    private static readonly TimeSpan OtherNodeEnds = TimeSpan.FromSeconds(10);

    /// <summary>Creates the upload, or finds it again. A body starts at the photo's first byte; what is known of it is skipped.</summary>
    public async Task<UploadState> CreateAsync(HttpContext context, IReadOnlyDictionary<string, string> metadata, long length, UploadChecksum? checksum)
    {
        var photo = Guid.TryParse(metadata.GetValueOrDefault("photo"), out var id) ? id : throw new UploadRefusal(StatusCodes.Status400BadRequest, "upload.metadata");
        var target = await FindAsync(photo);
        UploadPreconditions.MetadataMatchesAnnouncement(metadata, length, target);
        if (target.IsStored)
        {
            return Arrived(target);
        }

        using var turn = await writers.EnterAsync(target.Photo);
        if (await IsExpiredAsync(target.Photo))
        {
            await RemoveAsync(target.Photo);
        }

        var file = await OpenAsync(target, create: true);
        if (!UploadBody.IsPresent(context.Request))
        {
            return await CloseAsync(target, file);
        }

        UploadPreconditions.BodyFits(context.Request, 0, target);
        return await AppendAsync(context, target, file, turn, known: file.Length, checksum);
    }

    /// <summary>Where the upload stands. Ends a request that hangs, so that what it says stays true.</summary>
    public async Task<UploadState> LookAsync(Guid photo)
    {
        var target = await FindAsync(photo);
        if (target.IsStored)
        {
            return Arrived(target);
        }

        using var turn = await writers.EnterAsync(target.Photo);
        await RefuseIfExpiredAsync(target.Photo);
        return await CloseAsync(target, await OpenAsync(target, create: false));
    }

    public async Task<UploadState> AppendAsync(HttpContext context, Guid photo, long offset, UploadChecksum? checksum)
    {
        var target = await FindAsync(photo);
        if (target.IsStored)
        {
            UploadPreconditions.OffsetIsWhereWeStand(offset, target.Length);
            return Arrived(target);
        }

        using var turn = await writers.EnterAsync(target.Photo);
        await RefuseIfExpiredAsync(target.Photo);
        var file = await OpenAsync(target, create: false);
        try
        {
            UploadPreconditions.OffsetIsWhereWeStand(offset, file.Length);
            UploadPreconditions.BodyFits(context.Request, offset, target);
        }
        catch (UploadRefusal)
        {
            await file.DisposeAsync();
            throw;
        }

        return await AppendAsync(context, target, file, turn, known: 0, checksum);
    }

    /// <summary>"the Server SHOULD free associated resources and MUST respond with 404 or 410 to all future requests".</summary>
    public async Task TerminateAsync(Guid photo)
    {
        var target = await FindAsync(photo);
        if (target.IsStored)
        {
            throw new UploadRefusal(StatusCodes.Status409Conflict, "upload.stored"); // a stored photo belongs to its case
        }

        using var turn = await writers.EnterAsync(target.Photo);
        await (await OpenAsync(target, create: false)).DisposeAsync();
        await RemoveAsync(target.Photo);
    }

    private static UploadState Arrived(UploadTarget target) => new(target.Photo, target.Length, target.Length, null);

    private async Task<UploadTarget> FindAsync(Guid photo)
    {
        var target = await mediator.Send(new FindUpload(photo));
        return target.State is PhotoState.Refused ? throw new RuleViolation(target.RefusalCode!) : target;
    }

    private async Task<UploadState> AppendAsync(
        HttpContext context, UploadTarget target, FileStream file, UploadWriters.Turn turn, long known, UploadChecksum? checksum)
    {
        var start = file.Length;
        file.Position = start;
        UploadBody.RaiseLimits(context);
        BodyEnd end;
        bool isLost;
        try
        {
            var hold = new UploadHold(scopes, clock, target, writers.Node, file, turn);
            await using (hold)
            {
                end = await UploadBody.AppendAsync(context, file, known, target.Length, checksum, turn.Stopped);
            }

            isLost = hold.IsLost;
            if (end is BodyEnd.TooLong || (end is BodyEnd.Whole && checksum is { } sum && !sum.Matches()))
            {
                file.SetLength(start); // "the chunk MUST be discarded"
                await RestAsync(target, file, isLost: false);
                throw end is BodyEnd.TooLong
                    ? new UploadRefusal(StatusCodes.Status413PayloadTooLarge, "upload.too-long", start)
                    : new UploadRefusal(UploadRefusal.ChecksumMismatch, "upload.checksum", start);
            }
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        var state = await CloseAsync(target, file, isLost);
        if (end is BodyEnd.TakenOver)
        {
            context.Abort(); // the same phone is back on another connection
        }

        return state;
    }

    /// <summary>Closes the file, then stores the photo if it is all there, or keeps what came for later.</summary>
    private async Task<UploadState> CloseAsync(UploadTarget target, FileStream file, bool? isLost = null)
    {
        long offset;
        await using (file)
        {
            offset = file.Length;
            if (offset != target.Length && isLost is { } lost)
            {
                await RestAsync(target, file, lost);
            }
        }

        if (offset != target.Length)
        {
            return new UploadState(target.Photo, offset, target.Length, clock.GetUtcNow() + UploadLedger.Lifetime);
        }

        await CompleteAsync(target);
        return Arrived(target);
    }

    private async Task RestAsync(UploadTarget target, FileStream file, bool isLost)
    {
        await parts.FlushAsync(file);
        if (!isLost)
        {
            await ledger.LetGoAsync(target, file.Length, CancellationToken.None);
        }
    }

    // Never cancelled: the bytes are here, and a phone that has gone will ask what became of them.
    private async Task CompleteAsync(UploadTarget target)
    {
        try
        {
            await intake.CompleteAsync(target, () => parts.OpenRead(target.Photo), CancellationToken.None);
        }
        catch (ArrivedDamaged)
        {
            await RemoveAsync(target.Photo);
            throw new UploadRefusal(UploadRefusal.ChecksumMismatch, "upload.checksum", 0);
        }
        catch (RuleViolation)
        {
            await RemoveAsync(target.Photo);
            throw;
        }

        await RemoveAsync(target.Photo);
    }

    /// <summary>Opens the file as its only writer. A writer on another node sees in the row that it has lost the upload, and ends.</summary>
    private async Task<FileStream> OpenAsync(UploadTarget target, bool create)
    {
        var until = clock.GetUtcNow() + OtherNodeEnds;
        var row = await ledger.FindAsync(target.Photo, CancellationToken.None);
        var mustTake = row is { LockedBy: { } holder } && holder != writers.Node; // also from a node that is dead
        try
        {
            while (true)
            {
                if (mustTake)
                {
                    await ledger.TakeAsync(target, writers.Node, row?.Offset ?? 0, CancellationToken.None);
                    mustTake = false;
                }

                if (parts.TryOpen(target.Photo, create) is { } file)
                {
                    return file;
                }

                if (clock.GetUtcNow() > until)
                {
                    throw new UploadRefusal(StatusCodes.Status423Locked, "upload.busy");
                }

                mustTake = row?.LockedBy != writers.Node;
                row = await ledger.FindAsync(target.Photo, CancellationToken.None);
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
            }
        }
        catch (FileNotFoundException)
        {
            throw new UploadRefusal(StatusCodes.Status404NotFound, "upload.unknown");
        }
    }

    private async Task<bool> IsExpiredAsync(PhotoId photo)
    {
        var row = await ledger.FindAsync(photo, CancellationToken.None);
        return (row?.ExpiresAt ?? parts.LastWrite(photo) + UploadLedger.Lifetime) < clock.GetUtcNow();
    }

    private async Task RefuseIfExpiredAsync(PhotoId photo)
    {
        if (await IsExpiredAsync(photo))
        {
            throw new UploadRefusal(StatusCodes.Status410Gone, "upload.expired");
        }
    }

    private async Task RemoveAsync(PhotoId photo)
    {
        parts.Delete(photo);
        await ledger.RemoveAsync(photo, CancellationToken.None);
    }
}
