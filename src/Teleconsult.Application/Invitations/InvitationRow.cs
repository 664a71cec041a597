using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Teleconsult.Domain;

namespace Teleconsult.Application.Invitations;

/// <summary>A new person's way in: a code that is said once, kept as a hash alone, used once and not for ever.</summary>
public sealed class InvitationRow
{
    public Guid Id { get; set; }
    public NetworkId Network { get; set; }
    public Guid Person { get; set; }

    /// <summary>SHA-256 of the code: it has 118 random bits, so nobody finds it by trying.</summary>
    public byte[] CodeHash { get; set; } = [];
    public DateTimeOffset MadeAt { get; set; }
    public PractitionerId MadeBy { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Two who use it at once: the second one's save is refused.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<InvitationRow>
{
    public void Configure(EntityTypeBuilder<InvitationRow> builder)
    {
        builder.ToTable("invitations");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.HasIndex(i => i.CodeHash).IsUnique();
        builder.HasIndex(i => i.Person);
        builder.Property(i => i.UsedAt).IsConcurrencyToken();
    }
}

/// <summary>Codes that open one door once.</summary>
public static class OneTimeCode
{
    /// <summary>24 letters and digits without those that look like others, in groups: what a person can copy by hand.</summary>
    public static string New() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 6)));

    /// <summary>Of a code as somebody typed it: case, spaces and dashes do not matter.</summary>
    public static byte[] Hash(string? typed) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(new string([.. (typed ?? "").Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)])));
}
