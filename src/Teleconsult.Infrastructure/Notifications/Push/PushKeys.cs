using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Notifications.Push;

/// <summary>
/// The key with which this installation signs to push services: a fact of the database, encrypted with the master key, made once and
/// the same on all nodes. Browsers bind their subscriptions to it: losing it loses them. Thread-safe.
/// </summary>
public sealed class PushKeys(IServiceScopeFactory scopes, IMasterKey master, IWriteGate gate) : IPushKeys, IDisposable
{
    private const string Name = "push-key";
    private static readonly Guid Place = new(SHA256.HashData(Encoding.ASCII.GetBytes(Name)).AsSpan(0, 16));
    private readonly SemaphoreSlim _one = new(1, 1);
    private ECDsa? _key;

    public async ValueTask<string> PublicAsync(CancellationToken cancellationToken) =>
        Base64Url.EncodeToString(PushCipher.PublicOf((await KeyAsync(cancellationToken)).ExportParameters(false)));

    public async ValueTask<string> AuthorizationAsync(Uri endpoint, string? subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        Vapid.Authorization(endpoint, subject, await KeyAsync(cancellationToken), now);

    private async ValueTask<ECDsa> KeyAsync(CancellationToken cancellationToken)
    {
        if (_key is { } known)
        {
            return known;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            return _key ??= await LoadAsync(cancellationToken) ?? await MakeAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<ECDsa?> LoadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var wrapped = await db.Facts.Where(f => f.Name == Name).Select(f => f.Value).SingleOrDefaultAsync(cancellationToken);
        if (wrapped is null)
        {
            return null;
        }

        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(master.Unwrap(Place, Convert.FromBase64String(wrapped)), out _);
        return key;
    }

    /// <summary>Of nodes that start together one makes it; the others take what is there.</summary>
    private async Task<ECDsa> MakeAsync(CancellationToken cancellationToken)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var value = Convert.ToBase64String(master.Wrap(Place, made.ExportPkcs8PrivateKey()));
        using (await gate.EnterAsync(null, cancellationToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
            await db.Database.ExecuteSqlAsync($"""insert into facts ("Name", "Value") values ({Name}, {value}) on conflict do nothing""", cancellationToken);
        }

        return (await LoadAsync(cancellationToken))!;
    }

    public void Dispose()
    {
        _key?.Dispose();
        _one.Dispose();
    }
}
