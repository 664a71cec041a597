using System.Diagnostics.Metrics;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Photos;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Infrastructure.Photos;

/// <summary>
/// Looks whether the photos that cases name are in the store and are what was stored: slice after slice over all of them, and at once where a
/// reader could not read one. What is lost is told to its case, and its phone sends it again; nothing is ever erased for it. A store that does
/// not answer, or that is another one than before, says nothing about any photo.
/// </summary>
public sealed partial class PhotoChecker(
    IServiceScopeFactory scopes, IPhotoStore store, PhotoSuspects suspects, TimeProvider clock, ILogger<PhotoChecker> logger) : BackgroundService
{
    /// <summary>Photos of one round. With one round in ten minutes a million photos take five weeks.</summary>
    public const int AtATime = 200;

    /// <summary>As much of a round is read from beginning to end; of the rest, whether it is there and opens.</summary>
    private const long MostBytes = 128L * 1024 * 1024;

    private const string Cursor = "photos-checked";
    private const string Mark = "photo-store";
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly Meter Meter = new("Teleconsult.Photos");
    private static readonly Counter<long> Lost = Meter.CreateCounter<long>("teleconsult.photos.lost", description: "Stored photos that were found gone or damaged");

    /// <summary>False while the store is another one than the database's.</summary>
    public bool IsOurStore { get; private set; } = true;

    /// <summary>One round over the next slice. Returns how many photos turned out to be lost.</summary>
    /// <exception cref="PhotoStoreUnavailable">The store does not answer: nothing was said of the rest.</exception>
    public async Task<int> CheckAsync(CancellationToken cancellationToken) =>
        await IsKnownAsync(cancellationToken) ? await CheckAsync(await NextAsync(cancellationToken), MostBytes, cancellationToken) : 0;

    /// <summary>Looks at those that readers could not read.</summary>
    /// <exception cref="PhotoStoreUnavailable"/>
    public async Task<int> CheckSuspectsAsync(CancellationToken cancellationToken)
    {
        var photos = suspects.Take();
        if (photos.Count == 0 || !await IsKnownAsync(cancellationToken))
        {
            return 0;
        }

        await using var scope = scopes.CreateAsyncScope();
        var rows = await Known(scope).Where(p => photos.Contains(p.Id) || photos.Contains(p.Original!.Id)).ToListAsync(cancellationToken);
        return await CheckAsync(rows, long.MaxValue, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var next = clock.GetUtcNow() + TimeSpan.FromMinutes(1);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CheckSuspectsAsync(stoppingToken);
                if (clock.GetUtcNow() >= next)
                {
                    next = clock.GetUtcNow() + Pause;
                    await CheckAsync(stoppingToken);
                }
            }
            catch (PhotoStoreUnavailable)
            {
                // The readiness check says so; the next round looks again.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e);
            }

            var left = next - clock.GetUtcNow();
            await suspects.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.FromSeconds(1), clock, stoppingToken);
        }
    }

    private async Task<int> CheckAsync(List<ConsultPhoto> photos, long budget, CancellationToken cancellationToken)
    {
        var lost = 0;
        foreach (var photo in photos)
        {
            var parts = new List<Part>();
            if (photo is { StoreKey: { } at } && (photo.State is not PhotoState.Arriving || photo.LostAt is not null))
            {
                parts.Add(new Part(photo.Consult, photo.Id, at, photo.StoredAt, photo.LostAt is not null && photo.State is PhotoState.Arriving));
            }

            if (photo.Original is { StoreKey: { } there, State: PhotoState.Stored or PhotoState.Arriving } original)
            {
                parts.Add(new Part(photo.Consult, original.Id, there, original.StoredAt, original.LostAt is not null));
            }

            foreach (var part in parts)
            {
                var (why, read) = await LookAsync(part, whole: part.IsLost || budget > 0, cancellationToken);
                budget -= read;
                if (why is null == part.IsLost)
                {
                    lost += await TellAsync(part, why, cancellationToken);
                }
            }
        }

        return lost;
    }

    /// <summary>Null: it is there and sound.</summary>
    private async Task<(PhotoLoss? Why, long Read)> LookAsync(Part part, bool whole, CancellationToken cancellationToken)
    {
        byte[] key;
        await using (var scope = scopes.CreateAsyncScope())
        {
            try
            {
                key = await scope.ServiceProvider.GetRequiredService<WordVault>().KeyAsync(part.Consult.Value, create: false, cancellationToken);
            }
            catch (KeyErased)
            {
                return (part.IsLost ? PhotoLoss.Gone : null, 0); // erased meanwhile: nothing changes
            }
        }

        var read = 0L;
        try
        {
            await using var bytes = await store.OpenAsync(part.Photo, part.StoreKey, key, cancellationToken);
            var buffer = new byte[64 * 1024];
            for (var got = 1; whole && got > 0; read += got)
            {
                got = await bytes.ReadAsync(buffer, cancellationToken);
            }

            return (null, read);
        }
        catch (PhotoNotInStore)
        {
            return (PhotoLoss.Gone, read);
        }
        catch (PhotoUnreadable)
        {
            return (PhotoLoss.Damaged, read);
        }
        catch (IOException e)
        {
            throw new PhotoStoreUnavailable(e); // the disk, not the photo
        }
    }

    private async Task<int> TellAsync(Part part, PhotoLoss? why, CancellationToken cancellationToken)
    {
        if (why is not null)
        {
            // Once more, with the store known to answer and to be ours: a disk that goes away under our eyes has lost nothing.
            await store.CheckAsync(cancellationToken);
            if (!await IsKnownAsync(cancellationToken) || (await LookAsync(part, whole: true, cancellationToken)).Why is null)
            {
                return 0;
            }
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        var told = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReportLostPhoto(part.Consult, part.Photo, part.StoredAt, why), cancellationToken);
        if (!told || why is null)
        {
            return 0;
        }

        Lost.Add(1, new KeyValuePair<string, object?>("why", why.ToString()));
        LogLost(logger, part.Photo.Value, part.Consult.Value, why.Value);
        return 1;
    }

    private async Task<bool> IsKnownAsync(CancellationToken cancellationToken)
    {
        var mark = (await store.MarkAsync(cancellationToken)).ToString();
        var known = await FactAsync(Mark, mark, cancellationToken);
        if (known != mark && IsOurStore)
        {
            LogOtherStore(logger, mark, known);
        }

        return IsOurStore = known == mark;
    }

    /// <summary>The next slice, taken by this node alone. After the last photo it begins anew.</summary>
    private async Task<List<ConsultPhoto>> NextAsync(CancellationToken cancellationToken)
    {
        var cursor = await FactAsync(Cursor, Guid.Empty.ToString(), cancellationToken);
        var after = Guid.Parse(cursor);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var ids = await db.Database.SqlQuery<Guid>($"""select "Id" as "Value" from photos where "Id" > {after} order by "Id" limit {AtATime}""").ToListAsync(cancellationToken);
        var next = (ids.Count < AtATime ? Guid.Empty : ids[^1]).ToString();
        if (await db.Facts.Where(f => f.Name == Cursor && f.Value == cursor).ExecuteUpdateAsync(f => f.SetProperty(x => x.Value, next), cancellationToken) == 0)
        {
            return []; // another node has taken it
        }

        var wanted = ids.ConvertAll(i => new PhotoId(i));
        return await Known(scope).Where(p => wanted.Contains(p.Id)).ToListAsync(cancellationToken);
    }

    private static IQueryable<ConsultPhoto> Known(AsyncServiceScope scope)
    {
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        return db.Photos.AsNoTracking().Where(p => db.Consults.Any(c => c.Id == p.Consult && c.State != ConsultState.Erased));
    }

    /// <summary>What the database knows under a name; <paramref name="first"/> from now on, where it knows nothing.</summary>
    private async Task<string> FactAsync(string name, string first, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        if (await db.Facts.AsNoTracking().SingleOrDefaultAsync(f => f.Name == name, cancellationToken) is { } known)
        {
            return known.Value;
        }

        db.Facts.Add(new FactRow { Name = name, Value = first });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return first;
        }
        catch (DbUpdateException)
        {
            return (await db.Facts.AsNoTracking().SingleAsync(f => f.Name == name, cancellationToken)).Value; // another node was faster
        }
    }

    private sealed record Part(ConsultId Consult, PhotoId Photo, string StoreKey, DateTimeOffset? StoredAt, bool IsLost);

    [LoggerMessage(LogLevel.Error, "Photo {Photo} of {Consult} is lost: {Why}. Its phone is asked for it again")]
    private static partial void LogLost(ILogger logger, Guid photo, Guid consult, PhotoLoss why);

    [LoggerMessage(LogLevel.Error, "The photo store is marked {Mark}, the database's is {Known}: another folder or container? No photo is looked for")]
    private static partial void LogOtherStore(ILogger logger, string mark, string known);

    [LoggerMessage(LogLevel.Error, "Looking for photos failed; it is tried again")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
