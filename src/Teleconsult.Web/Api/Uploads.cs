using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Photos;
using Teleconsult.Domain;
using Teleconsult.Domain.Photos;
using Teleconsult.Infrastructure.Photos.Uploads;

namespace Teleconsult.Web.Api;

/// <param name="Offset">Bytes that have arrived.</param>
/// <param name="Expires">Null once all has arrived.</param>
internal sealed record UploadState(PhotoId Photo, long Offset, long Length, DateTimeOffset? Expires);

/// <summary>
/// What one request does with an upload. How many bytes lie there is the truth; when all do, the photo is stored and they go. After a crash at any point a HEAD or a PATCH at full length completes it.
/// </summary>
internal sealed class Uploads(
    IMediator mediator, IUploadParts parts, UploadWriters writers, UploadLedger ledger, PhotoIntake intake, WordVault vault, IServiceScopeFactory scopes,
    TimeProvider clock)
{
    /// <summary>How long a writer on another node has to see that it has lost the upload. It looks every two seconds.</summary>
    private static readonly TimeSpan OtherNodeLooks = TimeSpan.FromSeconds(4);
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
        await using var part = await OpenAsync(target, create: true);
        if (!UploadBody.IsPresent(context.Request))
        {
            await part.FlushAsync(CancellationToken.None); // it exists from now on, for every node
            return await CloseAsync(target, part);
        }

        UploadPreconditions.BodyFits(context.Request, 0, target);
        return await AppendAsync(context, target, part, turn, known: part.Length, checksum);
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
        await using var part = await OpenAsync(target, create: false);
        return await CloseAsync(target, part);
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
        await using var part = await OpenAsync(target, create: false);
        UploadPreconditions.OffsetIsWhereWeStand(offset, part.Length);
        UploadPreconditions.BodyFits(context.Request, offset, target);
        return await AppendAsync(context, target, part, turn, known: 0, checksum);
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
        await using var part = await OpenAsync(target, create: false);
        await RemoveAsync(target.Photo, part);
    }

    private static UploadState Arrived(UploadTarget target) => new(target.Photo, target.Length, target.Length, null);

    private async Task<UploadTarget> FindAsync(Guid photo)
    {
        var target = await mediator.Send(new FindUpload(photo));
        return target.State is PhotoState.Refused ? throw new RuleViolation(target.RefusalCode!) : target;
    }

    private async Task<UploadState> AppendAsync(
        HttpContext context, UploadTarget target, UploadPart part, UploadWriters.Turn turn, long known, UploadChecksum? checksum)
    {
        var start = part.Length;
        UploadBody.RaiseLimits(context);
        BodyEnd end;
        var hold = new UploadHold(scopes, clock, target, writers.Node, part, turn);
        await using (hold)
        {
            end = await UploadBody.AppendAsync(context, part, known, target.Length, checksum, turn.Stopped);
        }

        if (end is BodyEnd.TooLong || (end is BodyEnd.Whole && checksum is { } sum && !sum.Matches()))
        {
            await part.TruncateAsync(start, CancellationToken.None); // "the chunk MUST be discarded"
            await RestAsync(target, part, isLost: false);
            throw end is BodyEnd.TooLong
                ? new UploadRefusal(StatusCodes.Status413PayloadTooLarge, "upload.too-long", part.Length)
                : new UploadRefusal(UploadRefusal.ChecksumMismatch, "upload.checksum", part.Length);
        }

        var state = await CloseAsync(target, part, hold.IsLost);
        if (end is BodyEnd.TakenOver)
        {
            context.Abort(); // the same phone is back on another connection
        }

        return state;
    }

    /// <summary>Stores the photo if it is all there, or keeps what came for later.</summary>
    private async Task<UploadState> CloseAsync(UploadTarget target, UploadPart part, bool? isLost = null)
    {
        if (part.Length != target.Length)
        {
            if (isLost is { } lost)
            {
                await RestAsync(target, part, lost);
            }

            return new UploadState(target.Photo, part.Length, target.Length, clock.GetUtcNow() + UploadLedger.Lifetime);
        }

        await CompleteAsync(target, part);
        return Arrived(target);
    }

    private async Task RestAsync(UploadTarget target, UploadPart part, bool isLost)
    {
        await part.FlushAsync(CancellationToken.None);
        if (!isLost)
        {
            await ledger.LetGoAsync(target, part.Length, CancellationToken.None);
        }
    }

    // Never cancelled: the bytes are here, and a phone that has gone will ask what became of them.
    private async Task CompleteAsync(UploadTarget target, UploadPart part)
    {
        try
        {
            await part.EndAsync(CancellationToken.None);
            await intake.CompleteAsync(target, part.OpenRead, CancellationToken.None);
        }
        catch (ArrivedDamaged)
        {
            await RemoveAsync(target.Photo, part);
            throw new UploadRefusal(UploadRefusal.ChecksumMismatch, "upload.checksum", 0);
        }
        catch (RuleViolation)
        {
            await RemoveAsync(target.Photo, part);
            throw;
        }

        await RemoveAsync(target.Photo, part);
    }

    /// <summary>Opens the upload as its only writer. A writer on another node sees in the row that it has lost it, and ends.</summary>
    private async Task<UploadPart> OpenAsync(UploadTarget target, bool create)
    {
        try
        {
            var key = await vault.KeyAsync(target.Consult.Value, create: false, CancellationToken.None);
            var row = await ledger.FindAsync(target.Photo, CancellationToken.None);
            var part = await OpenAsync(target, row, key, create);
            try
            {
                if ((row?.ExpiresAt ?? part.LastWrite + UploadLedger.Lifetime) < clock.GetUtcNow())
                {
                    if (!create)
                    {
                        throw new UploadRefusal(StatusCodes.Status410Gone, "upload.expired");
                    }

                    await part.TruncateAsync(0, CancellationToken.None);
                    await ledger.RemoveAsync(target.Photo, CancellationToken.None);
                }

                return part;
            }
            catch
            {
                await part.DisposeAsync();
                throw;
            }
        }
        catch (Exception e) when (e is FileNotFoundException or KeyErased)
        {
            throw new UploadRefusal(StatusCodes.Status404NotFound, "upload.unknown");
        }
    }

    private async Task<UploadPart> OpenAsync(UploadTarget target, UploadRow? row, byte[] key, bool create)
    {
        var began = clock.GetUtcNow();
        var mustTake = row is { LockedBy: { } holder } && holder != writers.Node; // also from a node that is dead
        while (true)
        {
            if (mustTake)
            {
                await ledger.TakeAsync(target, writers.Node, row?.Offset ?? 0, CancellationToken.None);
                mustTake = false;
            }

            var waited = clock.GetUtcNow() - began;
            if (await parts.TryOpenAsync(target.Photo, key, create, force: waited > OtherNodeLooks, CancellationToken.None) is { } part)
            {
                return part;
            }

            if (waited > OtherNodeEnds)
            {
                throw new UploadRefusal(StatusCodes.Status423Locked, "upload.busy");
            }

            mustTake = row?.LockedBy != writers.Node;
            row = await ledger.FindAsync(target.Photo, CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
        }
    }

    private async Task RemoveAsync(PhotoId photo, UploadPart part)
    {
        await part.RemoveAsync(CancellationToken.None);
        await ledger.RemoveAsync(photo, CancellationToken.None);
    }
}
