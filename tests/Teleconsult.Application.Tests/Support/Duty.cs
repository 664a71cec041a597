using Teleconsult.Application.Alerts;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Tests.Support;

/// <summary>Rosters and addresses of a test network in short.</summary>
internal static class DutySteps
{
    /// <summary>Around the clock, from the day before on.</summary>
    public static Task RosterAsync(this Node node, Network network, ServiceId service, Person[] primary, Person[] backup, Person? lead = null) => node.InDbAsync(async db =>
    {
        var team = new ShiftTeam([.. primary.Select(p => p.Practitioner)], [.. backup.Select(p => p.Practitioner)]);
        var since = DateOnly.FromDateTime(node.Clock.GetUtcNow().UtcDateTime).AddDays(-1);
        var plan = DutyReader.TextOf(new RosterPlan(
            [.. Enum.GetValues<DayOfWeek>().Select(d => new ShiftPattern(
                new ShiftId(Guid.CreateVersion7()), d, TimeSpan.Zero, TimeSpan.FromHours(24), team, since, null, 1, []))], []));
        db.Rosters.Add(new RosterRow
        {
            Service = service,
            Network = network.Id,
            Draft = plan,
            Published = plan,
            PublishedAt = node.Clock.GetUtcNow(),
            PublishedBy = network.Coordinator.Practitioner,
            Version = 1,
        });
        (await db.Services.FindAsync(service))!.Lead = lead?.Practitioner;
        await db.SaveChangesAsync();
    });

    public static Task ReachableAsync(this Node node, Person person, params ContactChannel[] channels) => node.InDbAsync(async db =>
    {
        db.ContactPoints.AddRange(channels.Select((c, i) => new ContactPointRow
        {
            Id = new ContactId(Guid.CreateVersion7()),
            Person = person.Practitioner,
            Channel = c,
            Order = i,
            Address = c is ContactChannel.Email ? $"{person.Id:n}@example.org" : "+254700555001",
        }));
        await db.SaveChangesAsync();
    });

    public static Task PushToAsync(this Node node, Network network, Person person) => node.InDbAsync(async db =>
    {
        db.PushSubscriptions.Add(new PushSubscriptionRow
        {
            Id = Guid.CreateVersion7(),
            User = person.Id,
            Network = network.Id,
            Endpoint = $"https://push.example/{person.Id:n}",
            P256dh = new byte[65],
            Auth = new byte[16],
            At = node.Clock.GetUtcNow(),
        });
        await db.SaveChangesAsync();
    });
}
