using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;

namespace Teleconsult.Application.Photos;

/// <summary>
/// The rows of uploads that were cut or take long: who writes, until when, and when the upload is put away. What has arrived is
/// what lies there; an upload that arrives whole in one request never has a row.
/// </summary>
public sealed class UploadLedger(TeleconsultDb db, IWriteGate gate, TimeProvider clock)
{
    /// <summary>How long an upload waits for its phone, since it last moved.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>How long a node's hold on an upload lasts without being renewed.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(15);

    public Task<UploadRow?> FindAsync(PhotoId photo, CancellationToken cancellationToken) =>
        db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Photo == photo, cancellationToken);

    /// <summary>Takes the upload for <paramref name="node"/>, also from another node: its phone has come to this one.</summary>
    public Task TakeAsync(UploadTarget target, string node, long offset, CancellationToken cancellationToken) =>
        PutAsync(target, offset, node, clock.GetUtcNow() + Hold, cancellationToken);

    /// <summary>Renews the hold. False: another node has taken the upload.</summary>
    public async Task<bool> KeepAsync(UploadTarget target, string node, long offset, CancellationToken cancellationToken)
    {
        if (await FindAsync(target.Photo, cancellationToken) is { LockedBy: { } holder } && holder != node)
        {
            return false;
        }

        await TakeAsync(target, node, offset, cancellationToken);
        return true;
    }

    /// <summary>The request has ended before the upload did.</summary>
    public Task LetGoAsync(UploadTarget target, long offset, CancellationToken cancellationToken) =>
        PutAsync(target, offset, null, null, cancellationToken);

    public async Task RemoveAsync(PhotoId photo, CancellationToken cancellationToken)
    {
        // A look first: most uploads have no row, and a delete would queue for the one writer of an embedded database.
        if (await db.Uploads.AnyAsync(u => u.Photo == photo, cancellationToken))
        {
            using var turn = await gate.EnterAsync(null, cancellationToken);
            await db.Uploads.Where(u => u.Photo == photo).ExecuteDeleteAsync(cancellationToken);
        }
    }

    public async Task<IReadOnlyList<PhotoId>> ExpiredAsync(int most, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Uploads.Where(u => u.ExpiresAt < now).OrderBy(u => u.ExpiresAt).Select(u => u.Photo).Take(most).ToListAsync(cancellationToken);
    }

    private async Task PutAsync(UploadTarget target, long offset, string? node, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(null, cancellationToken);
        if (await UpdateAsync(target.Photo, offset, node, until, cancellationToken))
        {
            return;
        }

        var now = clock.GetUtcNow();
        db.Uploads.Add(new UploadRow
        {
            Photo = target.Photo,
            Consult = target.Consult,
            Owner = target.Owner,
            Length = target.Length,
            Offset = offset,
            Sha256 = target.Sha256,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
            LockedBy = node,
            LockedUntil = until,
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another node wrote the row first.
            db.ChangeTracker.Clear();
            await UpdateAsync(target.Photo, offset, node, until, cancellationToken);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task<bool> UpdateAsync(PhotoId photo, long offset, string? node, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var expires = clock.GetUtcNow() + Lifetime;
        return await db.Uploads.Where(u => u.Photo == photo).ExecuteUpdateAsync(
            u => u.SetProperty(r => r.Offset, offset).SetProperty(r => r.LockedBy, node).SetProperty(r => r.LockedUntil, until)
                .SetProperty(r => r.ExpiresAt, expires),
            cancellationToken) > 0;
    }
}
