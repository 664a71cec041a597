using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Teleconsult.Application.Persistence;

/// <summary>
/// The cases' numbers. A node takes a block of them at a time, so that no counter row is locked for each case; a restart
/// leaves a gap, which harms nobody. Thread-safe.
/// </summary>
public sealed class NumberSource(IServiceScopeFactory scopes) : IDisposable
{
    private const int Block = 100;
    private const long First = 1001;
    private const string Fact = "next-number";

    private readonly SemaphoreSlim _one = new(1, 1);
    private long _next;
    private long _end;

    public async Task<long> NextAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_next == _end)
            {
                _next = await TakeBlockAsync(cancellationToken);
                _end = _next + Block;
            }

            return _next++;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The rest of the block is of a database that is no more.</summary>
    public void ForgetAll()
    {
        _one.Wait();
        _next = _end;
        _one.Release();
    }

    public void Dispose() => _one.Dispose();

    private async Task<long> TakeBlockAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        while (true)
        {
            var row = await db.Facts.AsNoTracking().SingleOrDefaultAsync(f => f.Name == Fact, cancellationToken);
            if (row is null)
            {
                db.Facts.Add(new FactRow { Name = Fact, Value = First.ToString(CultureInfo.InvariantCulture) });
                try
                {
                    await db.SaveChangesAsync(cancellationToken);
                }
                catch (DbUpdateException)
                {
                    // Another node was first: read what it wrote.
                }

                db.ChangeTracker.Clear();
                continue;
            }

            var start = long.Parse(row.Value, CultureInfo.InvariantCulture);
            var after = (start + Block).ToString(CultureInfo.InvariantCulture);
            if (await db.Facts.Where(f => f.Name == Fact && f.Value == row.Value).ExecuteUpdateAsync(f => f.SetProperty(x => x.Value, after), cancellationToken) == 1)
            {
                return start;
            }
        }
    }
}
