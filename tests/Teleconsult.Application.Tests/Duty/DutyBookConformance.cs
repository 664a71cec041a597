using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Xunit;

namespace Teleconsult.Application.Tests.Duty;

/// <summary>Who is on duty and how they are reached, read from the database.</summary>
public abstract class DutyBookConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly DateOnly First = new(2026, 1, 1);

    [Fact]
    public async Task Without_a_published_roster_everybody_who_answers_is_primary()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await PutRosterAsync(node, network, Plan(network.Second), published: false);

        var duty = await AtAsync(node, network.Skin);
        Assert.Equal(Ids(network.Dermatologist, network.Second), duty.Primary.Order(ById));
        Assert.Equal((false, true, null), (duty.IsRostered, duty.IsOpen, duty.Until));
        Assert.Empty(duty.Backup);
    }

    [Fact]
    public async Task A_published_roster_says_who_is_primary_and_backup_and_until_when()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await PutRosterAsync(node, network, Plan(network.Dermatologist, network.Second));
        await node.InDbAsync(async db =>
        {
            db.Calendars.Add(new CalendarRow { Service = network.Skin, Network = network.Id, Zone = "Africa/Nairobi", Hours = "fri 08:00-17:00", ClosedOnHolidays = true });
            db.Holidays.Add(new HolidayRow { Network = network.Id, Date = new DateOnly(2026, 11, 27), Name = "Holiday" });
            db.Holidays.Add(new HolidayRow { Network = network.Id, Service = network.Wounds, Date = new DateOnly(2026, 11, 20), Name = "Not ours" });
            (await db.Services.SingleAsync(s => s.Id == network.Skin)).Lead = network.Nurse.Practitioner;
            await db.SaveChangesAsync();
        });

        var now = await AtAsync(node, network.Skin); // Friday 12:00 in Nairobi
        Assert.Equal((network.Dermatologist.Practitioner, network.Second.Practitioner), (Assert.Single(now.Primary), Assert.Single(now.Backup)));
        Assert.Equal((true, true, network.Nurse.Practitioner), (now.IsRostered, now.IsOpen, now.Lead));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 14, 0, 0, TimeSpan.Zero), now.Until);

        var later = await AtAsync(node, network.Skin, TimeSpan.FromHours(6));
        Assert.False(later.IsOpen);
        Assert.Equal(new DateTimeOffset(2026, 12, 4, 5, 0, 0, TimeSpan.Zero), later.OpensAt); // next Friday is a holiday
    }

    [Fact]
    public async Task A_deactivated_person_is_on_nobodys_duty_and_nobody_else_is_named()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await PutRosterAsync(node, network, Plan(network.Dermatologist, network.Second, network.Nurse)); // the nurse does not answer for it
        await node.InDbAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Id == network.Dermatologist.Id)).DeactivatedAt = node.Clock.GetUtcNow();
            (await db.Services.SingleAsync(s => s.Id == network.Skin)).Lead = network.Dermatologist.Practitioner;
            db.ContactPoints.Add(Point(network.Dermatologist, ContactChannel.Email, "a@clinic.example", 1));
            await db.SaveChangesAsync();
        });

        var duty = await AtAsync(node, network.Skin);
        Assert.Empty(duty.Primary);
        Assert.Equal([network.Second.Practitioner], duty.Backup);
        Assert.Null(duty.Lead);
        Assert.Empty((await ContactsAsync(node, network.Dermatologist)).Points);
        Assert.Null(await node.Services.GetRequiredService<ActorDirectory>().FindAsync(network.Dermatologist.Id, CancellationToken.None));

        var pool = await AtAsync(node, network.Wounds);
        Assert.Equal([network.Nurse.Practitioner], pool.Primary);
    }

    [Fact]
    public async Task Leave_and_an_agreed_swap_count_at_once_and_an_asked_one_does_not()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var plan = Plan(network.Dermatologist);
        await PutRosterAsync(node, network, plan);
        var friday = plan.Patterns.Single(p => p.Day is DayOfWeek.Friday).Id;
        var swap = new SwapRow
        {
            Id = new SwapId(Guid.CreateVersion7()),
            Network = network.Id,
            Service = network.Skin,
            Shift = friday,
            Day = new DateOnly(2026, 11, 20),
            From = network.Dermatologist.Practitioner,
            To = network.Second.Practitioner,
            State = SwapState.Asked,
        };
        await node.InDbAsync(async db =>
        {
            db.Swaps.Add(swap);
            await db.SaveChangesAsync();
        });
        Assert.Equal([network.Dermatologist.Practitioner], (await AtAsync(node, network.Skin)).Primary);

        await node.InDbAsync(async db =>
        {
            (await db.Swaps.SingleAsync(s => s.Id == swap.Id)).State = SwapState.Accepted;
            await db.SaveChangesAsync();
        });
        Assert.Equal([network.Second.Practitioner], (await AtAsync(node, network.Skin)).Primary);

        await node.InDbAsync(async db =>
        {
            var now = node.Clock.GetUtcNow();
            db.Leave.Add(new LeaveRow { Id = new LeaveId(Guid.CreateVersion7()), Network = network.Id, Person = network.Second.Practitioner, From = now, To = now.AddHours(1) });
            await db.SaveChangesAsync();
        });
        var away = await AtAsync(node, network.Skin);
        Assert.Empty(away.Primary);
        Assert.Equal(node.Clock.GetUtcNow().AddHours(1), away.Until);
    }

    [Fact]
    public async Task Networks_do_not_mix_and_an_unknown_service_has_nobody()
    {
        await using var node = new Node(database);
        var (network, other) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        await using var scope = node.Services.CreateAsyncScope();
        var book = scope.ServiceProvider.GetRequiredService<IDutyBook>();
        var all = await book.OfNetworkAsync(network.Id, node.Clock.GetUtcNow(), CancellationToken.None);
        Assert.Equal(new[] { network.Skin, network.Wounds }.ToHashSet(), all.Keys.ToHashSet());
        Assert.DoesNotContain(other.Dermatologist.Practitioner, all.Values.SelectMany(d => d.OnDuty));

        var nobody = await AtAsync(node, new ServiceId(Guid.CreateVersion7()));
        Assert.Equal((false, false), (nobody.IsOpen, nobody.OnDuty.Any()));
    }

    [Fact]
    public async Task Addresses_come_in_the_persons_order_with_the_quiet_hours()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.InDbAsync(async db =>
        {
            db.ContactPoints.Add(Point(network.Nurse, ContactChannel.Sms, "0700555014", 2));
            db.ContactPoints.Add(Point(network.Nurse, ContactChannel.Email, "nurse@clinic.example", 1));
            db.QuietHours.Add(new QuietHoursRow { Person = network.Nurse.Practitioner, From = new TimeOnly(20, 0), To = new TimeOnly(6, 30), Zone = "Africa/Nairobi" });
            await db.SaveChangesAsync();
        });

        var nurse = await ContactsAsync(node, network.Nurse);
        Assert.Equal(["nurse@clinic.example", "0700555014"], nurse.Points.Select(p => p.Address));
        Assert.True(nurse.Quiet!.HoldBack(new DateTimeOffset(2026, 11, 20, 22, 0, 0, TimeSpan.Zero), Urgency.Routine, onDuty: true));
        Assert.Null((await ContactsAsync(node, network.Worker)).Quiet);
    }

    private static readonly Comparer<PractitionerId> ById = Comparer<PractitionerId>.Create((a, b) => a.Value.CompareTo(b.Value));

    private static IEnumerable<PractitionerId> Ids(params Person[] people) => people.Select(p => p.Practitioner).Order(ById);

    private static RosterPlan Plan(Person primary, params Person[] backup) => new(
        [.. Enum.GetValues<DayOfWeek>().Select(d => new ShiftPattern(
            new ShiftId(Guid.CreateVersion7()), d, TimeSpan.Zero, TimeSpan.FromHours(24), new ShiftTeam([primary.Practitioner], [.. backup.Select(b => b.Practitioner)]),
            First, null, 1, []))],
        []);

    private static ContactPointRow Point(Person person, ContactChannel channel, string address, int order) =>
        new() { Id = new ContactId(Guid.CreateVersion7()), Person = person.Practitioner, Channel = channel, Address = address, Order = order };

    private static Task PutRosterAsync(Node node, Network network, RosterPlan plan, bool published = true) => node.InDbAsync(async db =>
    {
        var text = DutyReader.TextOf(plan);
        db.Rosters.Add(new RosterRow { Service = network.Skin, Network = network.Id, Draft = text, Published = published ? text : null, Version = 1 });
        await db.SaveChangesAsync();
    });

    private static async Task<DutyView> AtAsync(Node node, ServiceId service, TimeSpan later = default)
    {
        await using var scope = node.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IDutyBook>().AtAsync(service, node.Clock.GetUtcNow() + later, CancellationToken.None);
    }

    private static async Task<PersonContacts> ContactsAsync(Node node, Person person)
    {
        await using var scope = node.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IContactBook>().OfAsync([person.Practitioner], CancellationToken.None))[person.Practitioner];
    }
}
