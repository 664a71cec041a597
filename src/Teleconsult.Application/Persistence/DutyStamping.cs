using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Teleconsult.Domain;

namespace Teleconsult.Application.Persistence;

/// <summary>Gives a network another <see cref="DutyStampRow"/> with every save that changes who answers for what, whoever saves.</summary>
internal static class DutyStamping
{
    // Of an account only what duty and routing read: signing in changes accounts all the time.
    private static readonly string[] Read =
        [nameof(TeleconsultUser.DeactivatedAt), nameof(TeleconsultUser.Speaks), nameof(TeleconsultUser.Gender), nameof(TeleconsultUser.MostPerDay), nameof(TeleconsultUser.InTraining), nameof(TeleconsultUser.Network)];

    /// <summary>The networks for which the coming save decides something anew.</summary>
    /// <param name="networkOf">Of somebody whose assignment changes while their account is not loaded.</param>
    public static IReadOnlyCollection<NetworkId> ChangedIn(ChangeTracker tracker, Func<Guid, NetworkId> networkOf)
    {
        if (!Holds(tracker))
        {
            return []; // nearly every save
        }

        var networks = new HashSet<NetworkId>();
        foreach (var entry in tracker.Entries().Where(e => e.State is not (EntityState.Unchanged or EntityState.Detached)).ToList())
        {
            switch (entry.Entity)
            {
                case IDecidesDuty row:
                    networks.Add(row.Network);
                    break;
                case NetworkRow row:
                    networks.Add(row.Id);
                    break;
                case TeleconsultUser user when entry.State is not EntityState.Modified || Read.Any(p => entry.Property(p).IsModified):
                    networks.Add(user.Network);
                    break;
                case AssignmentRow assignment:
                    var known = tracker.Entries<TeleconsultUser>().FirstOrDefault(u => u.Entity.Id == assignment.User)?.Entity;
                    networks.Add(known?.Network ?? networkOf(assignment.User));
                    break;
                default:
                    break;
            }
        }

        return networks;
    }

    public static void Stamp(DbSet<DutyStampRow> stamps, DutyStampRow? row, NetworkId network)
    {
        if (row is null)
        {
            stamps.Add(row = new DutyStampRow { Network = network });
        }

        row.Stamp = Guid.NewGuid();
    }

    /// <summary>Whether anything of the kind is loaded at all; looks for no changes, which would cost every save.</summary>
    private static bool Holds(ChangeTracker tracker)
    {
        var detects = tracker.AutoDetectChangesEnabled;
        try
        {
            tracker.AutoDetectChangesEnabled = false;
            return tracker.Entries().Any(e => e.Entity is IDecidesDuty or NetworkRow or TeleconsultUser or AssignmentRow);
        }
        finally
        {
            tracker.AutoDetectChangesEnabled = detects;
        }
    }
}
