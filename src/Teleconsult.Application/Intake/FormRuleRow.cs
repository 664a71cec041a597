using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Teleconsult.Domain;

namespace Teleconsult.Application.Intake;

/// <summary>Why a network changes how a form is used.</summary>
public enum FormRuleReason
{
    NobodyAnswers = 1,
    NotUsedHere = 2,
    LocalGuideline = 3,
    SafetyConcern = 4,
    Correction = 5,
}

/// <summary>
/// One version of how a network uses a form; the newest counts, and all together are its log. Two who change it at once meet at the key, and the second
/// one goes on from the first one's. A form without any is on, in its newest version, and the network's own protocol holds for it.
/// </summary>
public sealed class FormRuleRow
{
    public NetworkId Network { get; set; }

    /// <summary>Name of the form, for example <c>general-dermatology</c>.</summary>
    public string Form { get; set; } = "";

    /// <summary>From 1.</summary>
    public int Number { get; set; }

    /// <summary>No new case begins with it; what was begun still goes.</summary>
    public bool IsOff { get; set; }

    /// <summary>The form's version that new cases begin with; null: the newest.</summary>
    public string? Version { get; set; }

    /// <summary>What to do when nobody can be reached, in the network's words; null: as the network says.</summary>
    public string? Protocol { get; set; }

    /// <summary>Whom to call then, before the network's own numbers.</summary>
    public string? Phone { get; set; }
    public FormRuleReason Reason { get; set; }
    public DateTimeOffset At { get; set; }
    public PractitionerId By { get; set; }
}

internal sealed class FormRuleConfiguration : IEntityTypeConfiguration<FormRuleRow>
{
    public void Configure(EntityTypeBuilder<FormRuleRow> builder)
    {
        builder.ToTable("form_rules");
        builder.HasKey(r => new { r.Network, r.Form, r.Number });
        builder.Property(r => r.Form).HasMaxLength(100);
        builder.Property(r => r.Version).HasMaxLength(20);
        builder.Property(r => r.Phone).HasMaxLength(40);
    }
}
