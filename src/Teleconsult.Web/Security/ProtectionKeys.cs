using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Web.Security;

/// <summary>
/// Data Protection's keys as facts of the database, encrypted with the master key: cookies, tokens and antiforgery of one node are
/// good on every other, and on the next one that is started. Thread-safe.
/// </summary>
/// <remarks>Data Protection asks rarely (at the start, once a day, and for a key it does not know), and cannot wait asynchronously.</remarks>
internal sealed class ProtectionKeys(IServiceScopeFactory scopes, IMasterKey master, IWriteGate gate) : IXmlRepository
{
    private const string Prefix = "protection-key:";

    /// <exception cref="CryptographicException">They were encrypted with another master key.</exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var facts = db.Facts.AsNoTracking().Where(f => f.Name.StartsWith(Prefix)).ToList();
        return [.. facts.Select(f => XElement.Parse(Encoding.UTF8.GetString(master.Unwrap(PlaceOf(f.Name), Convert.FromBase64String(f.Value)))))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        var name = Prefix + friendlyName;
        var plain = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        using var turn = gate.EnterAsync(null, CancellationToken.None).GetAwaiter().GetResult();
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        db.Facts.Add(new FactRow { Name = name, Value = Convert.ToBase64String(master.Wrap(PlaceOf(name), plain)) });
        db.SaveChanges();
    }

    /// <summary>What the master key binds the row to: a row under another name does not open.</summary>
    private static Guid PlaceOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
