using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Duty;
using Xunit;

namespace Teleconsult.Application.Tests.Duty;

/// <summary>Opening hours, holidays and one's own addresses, as people set them.</summary>
public abstract class HoursConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task Hours_and_holidays_close_and_open_a_service_at_once()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        Assert.Null((await SkinAsync(node, network)).Hours);
        await node.SendAsync(network.Coordinator, new SaveCalendar(network.Skin.Value, "Africa/Nairobi", "fri 08:00-12:00 14:00-17:00, sat 08:00-12:00", true));
        var noon = await SkinAsync(node, network); // Friday 12:00 in Nairobi: the break has begun
        Assert.Equal((false, new DateTimeOffset(2026, 11, 20, 11, 0, 0, TimeSpan.Zero)), (noon.IsOpen, noon.OpensAt));
        await node.SendAsync(network.Coordinator, new SaveCalendar(network.Skin.Value, "Africa/Nairobi", null, true));
        Assert.True((await SkinAsync(node, network)).IsOpen);
    }

    [Fact]
    public async Task A_holiday_counts_for_services_that_close_and_once()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        foreach (var (service, closes) in new[] { (network.Skin, true), (network.Wounds, false) })
        {
            await node.SendAsync(network.Administrator, new SaveCalendar(service.Value, "Africa/Nairobi", "fri 08:00-17:00", closes));
        }

        var holiday = new AddHoliday(Guid.CreateVersion7(), new DateOnly(2026, 11, 20), "A day off", null);
        await node.SendAsync(network.Coordinator, holiday);
        await RefusedAsync("holiday.twice", () => node.SendAsync(network.Coordinator, holiday with { Id = Guid.CreateVersion7() }));
        await RefusedAsync("holiday.name", () => node.SendAsync(network.Coordinator, new AddHoliday(Guid.CreateVersion7(), new DateOnly(2026, 12, 1), " ", null)));
        var services = (await node.SendAsync(network.Coordinator, new GetHours())).Services;
        Assert.Equal([("Skin", false), ("Wounds", true)], services.Select(s => (s.Name, s.IsOpen)));
        await node.SendAsync(network.Coordinator, new RemoveHoliday(holiday.Id));
        Assert.True((await SkinAsync(node, network)).IsOpen);

        await RefusedAsync("zone.unknown", () => node.SendAsync(network.Coordinator, new SaveCalendar(network.Skin.Value, "Nowhere", "fri 08:00-17:00", true)));
        await RefusedAsync("calendar.hours-overlap", () => node.SendAsync(network.Coordinator, new SaveCalendar(network.Skin.Value, "UTC", "fri 08:00-17:00 16:00-18:00", true)));
    }

    [Fact]
    public async Task Hours_that_would_tear_a_gap_into_an_emergency_roster_are_refused()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, new SaveCalendar(network.Skin.Value, "UTC", "mon 08:00-12:00", false));
        await node.SendAsync(network.Coordinator, new SaveService(network.Skin.Value, "Skin", network.Post.Value, ["general-dermatology"], null, network.Second.Id, true));
        await node.SendAsync(network.Coordinator, new PutShift(
            network.Skin.Value, Guid.CreateVersion7(), [DayOfWeek.Monday], TimeSpan.FromHours(8), TimeSpan.FromHours(12), [network.Dermatologist.Id], [], new(2026, 1, 1), null, 1));
        await node.SendAsync(network.Coordinator, new PublishRoster(network.Skin.Value, 1));

        await RefusedAsync("service.roster-gap", () => node.SendAsync(network.Coordinator, new SaveCalendar(network.Skin.Value, "UTC", "mon 08:00-13:00", false)));
        await RefusedAsync("service.roster-gap", () => node.SendAsync(network.Coordinator, new SaveCalendar(network.Skin.Value, "UTC", null, false)));
        await node.SendAsync(network.Coordinator, new SaveCalendar(network.Skin.Value, "UTC", "mon 09:00-12:00", false));
    }

    [Fact]
    public async Task Another_network_sees_and_sets_none_of_it()
    {
        await using var node = new Node(database);
        var (network, other) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        var holiday = Guid.CreateVersion7();
        await node.SendAsync(network.Coordinator, new AddHoliday(holiday, new DateOnly(2026, 12, 1), "Ours", null));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Coordinator, new SaveCalendar(network.Skin.Value, "UTC", "mon 08:00-12:00", false)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Coordinator, new RemoveHoliday(holiday)));
        await RefusedAsync("service.unknown", () => node.SendAsync(other.Coordinator, new AddHoliday(Guid.CreateVersion7(), new DateOnly(2026, 12, 1), "X", network.Skin.Value)));
        var seen = await node.SendAsync(other.Coordinator, new GetHours());
        Assert.Empty(seen.Holidays);
        Assert.DoesNotContain(seen.Services, s => s.Id == network.Skin.Value);
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Dermatologist, new GetHours()));
    }

    [Fact]
    public async Task Ones_own_addresses_and_quiet_hours_are_what_the_alerts_read()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        Assert.Empty((await node.SendAsync(network.Nurse, new GetMyContacts())).Points);
        await node.SendAsync(network.Nurse, new SaveMyContacts(
            [new(ContactChannel.Sms, "+254 700 555 014"), new(ContactChannel.Email, "nurse@clinic.example")], new TimeOnly(21, 0), new TimeOnly(6, 0), "Africa/Nairobi"));
        await using (var scope = node.Services.CreateAsyncScope())
        {
            var read = (await scope.ServiceProvider.GetRequiredService<IContactBook>().OfAsync([network.Nurse.Practitioner], CancellationToken.None))[network.Nurse.Practitioner];
            Assert.Equal(["+254700555014", "nurse@clinic.example"], read.Points.Select(p => p.Address));
            Assert.Equal("Africa/Nairobi", read.Quiet!.Zone.Id);
        }

        await RefusedAsync("contact.not-mail", () => node.SendAsync(network.Nurse, new SaveMyContacts([new(ContactChannel.Email, "nurse")], null, null, "UTC")));
        Assert.Equal(2, (await node.SendAsync(network.Nurse, new GetMyContacts())).Points.Count); // a refusal changes nothing
        await node.SendAsync(network.Nurse, new SaveMyContacts([], null, null, "UTC"));
        var own = await node.SendAsync(network.Nurse, new GetMyContacts());
        Assert.Equal((0, (TimeOnly?)null), (own.Points.Count, own.QuietFrom));
    }

    private static async Task<ServiceHours> SkinAsync(Node node, Network network) =>
        (await node.SendAsync(network.Coordinator, new GetHours())).Services.Single(s => s.Name == "Skin");

    private static async Task RefusedAsync(string code, Func<Task> act) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolation>(act)).Code);
}
