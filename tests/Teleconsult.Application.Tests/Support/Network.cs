using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Tests.Support;

/// <summary>A person of a test network, on a device.</summary>
internal sealed record Person(Guid Id, DeviceId Device, string Name)
{
    public PractitionerId Practitioner => new(Id);
}

/// <summary>A network of its own for one test: a health post, two services, and people.</summary>
internal sealed class Network
{
    private readonly Node _node;

    private Network(Node node) => _node = node;

    public NetworkId Id { get; } = new(Guid.CreateVersion7());
    public FacilityId Post { get; } = new(Guid.CreateVersion7());
    public ServiceId Skin { get; } = new(Guid.CreateVersion7());
    public ServiceId Wounds { get; } = new(Guid.CreateVersion7());
    public Person Worker { get; private set; } = null!;
    public Person Colleague { get; private set; } = null!;
    public Person Dermatologist { get; private set; } = null!;
    public Person Second { get; private set; } = null!;
    public Person Nurse { get; private set; } = null!;
    public Person Coordinator { get; private set; } = null!;
    public Person Administrator { get; private set; } = null!;

    public static async Task<Network> MakeAsync(Node node)
    {
        var network = new Network(node);
        network.Coordinator = await network.AddAsync("Grace Auma", Role.Coordinator);
        await node.InDbAsync(async db =>
        {
            db.Networks.Add(new NetworkRow { Id = network.Id, Name = "Test network", Coordinator = network.Coordinator.Practitioner });
            db.Facilities.Add(new FacilityRow { Id = network.Post, Network = network.Id, Name = "Hill post" });
            db.Services.Add(new ServiceRow { Id = network.Skin, Network = network.Id, Hospital = network.Post, Name = "Skin", Templates = "general-dermatology not-sure" });
            db.Services.Add(new ServiceRow { Id = network.Wounds, Network = network.Id, Hospital = network.Post, Name = "Wounds", Templates = "general-dermatology" });
            await db.SaveChangesAsync();
        });
        network.Worker = await network.AddAsync("Amina Njeri", Role.Requester);
        network.Colleague = await network.AddAsync("Peter Kamau", Role.Requester);
        network.Dermatologist = await network.AddAsync("Dr Okello", Role.Specialist, network.Skin);
        network.Second = await network.AddAsync("Dr Achieng", Role.Specialist, network.Skin);
        network.Nurse = await network.AddAsync("Joseph Mutua", Role.Specialist, network.Wounds);
        network.Administrator = await network.AddAsync("Daniel Otieno", Role.Administrator);
        return network;
    }

    public async Task<Person> AddAsync(string name, Role role, ServiceId? service = null)
    {
        var person = new Person(Guid.CreateVersion7(), new DeviceId(Guid.CreateVersion7()), name);
        var user = new TeleconsultUser { Id = person.Id, UserName = $"{person.Id:n}", NormalizedUserName = $"{person.Id:N}", Name = name, Network = Id };
        user.Assignments.Add(new AssignmentRow { Role = role, Facility = role is Role.Requester ? Post : null, Service = service });
        await _node.InDbAsync(async db =>
        {
            db.Users.Add(user);
            db.Devices.Add(new DeviceRow { Id = person.Device, User = person.Id, Name = "phone" });
            await db.SaveChangesAsync();
        });
        return person;
    }
}
