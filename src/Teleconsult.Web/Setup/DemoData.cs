using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Web.Setup;

/// <summary>The demo network's content. Every person in it is invented.</summary>
internal static class DemoData
{
    public static readonly NetworkId NetworkId = new(new("0195d3a0-0000-7000-8000-000000000001"));

    private static readonly FacilityId HillRoad = new(new("0195d3a0-0000-7000-8000-000000000011"));
    private static readonly FacilityId Riverside = new(new("0195d3a0-0000-7000-8000-000000000012"));
    private static readonly FacilityId District = new(new("0195d3a0-0000-7000-8000-000000000013"));
    public static readonly ServiceId Dermatology = new(new("0195d3a0-0000-7000-8000-000000000021"));
    private static readonly ServiceId Eye = new(new("0195d3a0-0000-7000-8000-000000000022"));
    public static readonly ServiceId Foot = new(new("0195d3a0-0000-7000-8000-000000000023"));
    public static readonly ServiceId Kidney = new(new("0195d3a0-0000-7000-8000-000000000024"));
    private static readonly ServiceId Ultrasound = new(new("0195d3a0-0000-7000-8000-000000000025"));
    private static readonly ServiceId GeneralMedicine = new(new("0195d3a0-0000-7000-8000-000000000027"));
    private static readonly ServiceId MotherAndChild = new(new("0195d3a0-0000-7000-8000-000000000028"));
    public static readonly ServiceId EmergencyAdvice = new(new("0195d3a0-0000-7000-8000-000000000026"));

    /// <param name="Title">What the printed block says of the account.</param>
    public sealed record Account(string Email, string Name, string Title, Role Role, FacilityId? Facility, params ServiceId[] Services)
    {
        public TeleconsultUser ToUser()
        {
            var user = new TeleconsultUser { Id = Guid.CreateVersion7(), UserName = Email, Email = Email, EmailConfirmed = true, Name = Name, Network = NetworkId };
            if (Role is Role.Specialist)
            {
                user.Assignments.AddRange(Services.Select(s => new AssignmentRow { Role = Role, Service = s }));
            }
            else
            {
                user.Assignments.Add(new AssignmentRow { Role = Role, Facility = Facility });
            }

            return user;
        }
    }

    public static readonly IReadOnlyList<Account> Accounts =
    [
        new("community.worker@demo.example", "Amina Njeri", "community worker, Hill Road Health Post", Role.Requester, HillRoad),
        new("primary.care@demo.example", "Peter Kamau", "primary care, Riverside Centre", Role.Requester, Riverside),
        new("home.care@demo.example", "Wairimu Odhiambo", "home care, Hill Road Health Post", Role.Requester, HillRoad),
        new("emergency.doctor@demo.example", "Dr Samuel Kiprono", "emergency doctor, Riverside Centre", Role.Requester, Riverside),
        new("dermatologist@demo.example", "Dr Grace Okello", "dermatology, District Hospital", Role.Specialist, null, Dermatology, EmergencyAdvice),
        new("ophthalmologist@demo.example", "Dr Ruth Achieng", "eye clinic, District Hospital", Role.Specialist, null, Eye),
        new("clinic.nurse@demo.example", "Joseph Mutua", "foot, kidney and ultrasound clinics, District Hospital", Role.Specialist, null, Foot, Kidney, Ultrasound, GeneralMedicine),
        new("on.call@demo.example", "Dr Paul Wafula", "dermatology, general medicine, mother and child, and second on call for emergencies, District Hospital", Role.Specialist, null, EmergencyAdvice, Dermatology, GeneralMedicine, MotherAndChild),
        new("coordinator@demo.example", "Grace Auma", "coordinator of the network", Role.Coordinator, null),
        new("administrator@demo.example", "Daniel Otieno", "administrator of the network", Role.Administrator, null),
    ];

    public static NetworkRow Network(PractitionerId coordinator) => new()
    {
        Id = NetworkId,
        Name = "Demo network",
        Coordinator = coordinator,
        EmergencyNumber = "112",
        Switchboard = "0800 555 001",
        CoordinatorPhone = "0700 555 014",
        TimeZone = "Africa/Nairobi",
        Protocol = "Life or limb at risk: ring the emergency number, start your local emergency steps and do not wait for an answer here.",
    };

    public static IEnumerable<FacilityRow> Facilities =>
    [
        new() { Id = HillRoad, Network = NetworkId, Name = "Hill Road Health Post", Phone = "0700 555 011" },
        new() { Id = Riverside, Network = NetworkId, Name = "Riverside Centre", Phone = "0700 555 012" },
        new() { Id = District, Network = NetworkId, Name = "District Hospital", Phone = "0800 555 001" },
    ];

    public static IEnumerable<ServiceRow> Services =>
    [
        new() { Id = Dermatology, Network = NetworkId, Hospital = District, Name = "Dermatology", Templates = "general-dermatology psoriasis skin-cancer paediatric-rash follow-up not-sure" },
        new() { Id = Eye, Network = NetworkId, Hospital = District, Name = "Eye clinic", Templates = "diabetic-retinopathy not-sure" },
        new() { Id = Foot, Network = NetworkId, Hospital = District, Name = "Foot clinic", Templates = "diabetic-foot not-sure" },
        new() { Id = Kidney, Network = NetworkId, Hospital = District, Name = "Kidney clinic", Templates = "chronic-kidney-disease not-sure" },
        new() { Id = Ultrasound, Network = NetworkId, Hospital = District, Name = "Ultrasound", Templates = "ultrasound not-sure" },
        new() { Id = GeneralMedicine, Network = NetworkId, Hospital = District, Name = "General medicine", Templates = "diabetes hiv rheumatoid-arthritis tube-feeding follow-up not-sure" },
        new() { Id = MotherAndChild, Network = NetworkId, Hospital = District, Name = "Mother and child", Templates = "pregnancy-birth sick-newborn sick-child paediatric-rash not-sure" },
        new() { Id = EmergencyAdvice, Network = NetworkId, Hospital = District, Name = "Emergency advice", Templates = "emergency-isbar burns not-sure", Phone = "0800 555 002" },
    ];

    public static IEnumerable<(FacilityId Facility, PatientWords Said)> Patients(DateTimeOffset now)
    {
        PatientWords Of(string given, string family, int age, string sex, string number) => new(
            $"{given[0]}.{family[0]}.", given, family, new Age(age, "a"), now, sex, [new PatientIdentifier("local", number)], null, "en");

        return
        [
            (Riverside, Of("John", "Kariuki", 58, "male", "RC-2204")),
            (Riverside, Of("Rose", "Mwangi", 61, "female", "RC-1187")),
            (Riverside, Of("Alice", "Mbatha", 34, "female", "RC-3051")),
            (HillRoad, Of("Agnes", "Tanui", 67, "female", "HR-0412")),
            (HillRoad, Of("David", "Ouma", 7, "male", "HR-0893")),
            (HillRoad, Of("Sarah", "Wekesa", 29, "female", "HR-0675")),
        ];
    }
}
