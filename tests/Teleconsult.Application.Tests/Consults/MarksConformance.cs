using System.Text;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Photos;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Application.Tests.Consults;

/// <summary>Marks over photos go out with the answer of who drew them, measured by the server; they are words, and go with the case's words.</summary>
public abstract class MarksConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private const string Words = "Excise this border";
    private static readonly PhotoScale TenMm = new([0, 0, 100, 0], 10);
    private static readonly PhotoMark Square = new(1, MarkKind.Outline, [0, 0, 200, 0, 200, 200, 0, 200], $" {Words} ", Size: 99);

    [Fact]
    public async Task They_reach_the_requester_with_the_advice_and_not_before_with_sizes_that_the_server_has_measured()
    {
        await using var desk = await Desk.OpenAsync(database);
        var marks = new[] { new PhotoMarks(desk.Photo, 1, 1, TenMm, [Square, new PhotoMark(2, MarkKind.Arrow, [5, 5, 9, 9])]) };
        await desk.Node.SendAsync(desk.Network.Dermatologist, new SaveDraft(desk.Consult, Forms.Advice() with { PhotoMarks = marks }, 2, Guid.CreateVersion7(), null));
        Assert.Single((await desk.Node.SendAsync(desk.Network.Dermatologist, new GetConsult(null, desk.Consult))).Draft!.Content.PhotoMarks!);
        Assert.Empty((await desk.Node.SendAsync(desk.Network.Worker, new GetConsult(null, desk.Consult))).Advice);

        await desk.AdviseAsync(marks);
        await desk.ReleaseAsync();

        var read = Assert.Single((await desk.Node.SendAsync(desk.Network.Worker, new GetConsult(null, desk.Consult))).Advice).Content.PhotoMarks!;
        var one = Assert.Single(read);
        Assert.Equal((desk.Photo, 640, 480), (one.Photo, one.Width, one.Height));
        Assert.Equal([(1, Words, 4.0), (2, null, null)], one.Marks.Select(m => (m.Id, m.Label, m.Size)));
    }

    [Theory]
    [InlineData("marks.photo")]
    [InlineData("marks.shape")]
    [InlineData("marks.scale")]
    [InlineData("marks.many")]
    public async Task What_does_not_lie_on_a_photo_of_the_case_does_not_go_out(string code)
    {
        await using var desk = await Desk.OpenAsync(database);
        var on = new PhotoMarks(desk.Photo, 640, 480, TenMm, [Square]);
        PhotoMarks[][] all = code switch
        {
            "marks.photo" => [[on with { Photo = Guid.CreateVersion7() }], [on with { Photo = desk.Arriving }]],
            "marks.shape" => [[on with { Marks = [Square with { Points = [0, 0, 641, 0, 9, 9] }] }], [on with { Marks = [Square, Square] }], [on, on], [on with { Marks = [Square with { Id = 0 }] }]],
            "marks.scale" => [[on with { Scale = TenMm with { Mm = 0 } }], [on with { Scale = new PhotoScale([0, 0, 0, 0], 10) }], [on with { Scale = new PhotoScale([0, 0, 900, 0], 10) }]],
            _ => [[on with { Marks = [.. Enumerable.Range(1, 31).Select(i => Square with { Id = i })] }]],
        };

        foreach (var marks in all)
        {
            Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolation>(() => desk.AdviseAsync(marks))).Code);
        }
    }

    [Fact]
    public async Task Of_a_scale_alone_nothing_goes_out()
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.AdviseAsync([new PhotoMarks(desk.Photo, 640, 480, new PhotoScale([0, 0, 5, 5], 0), [])]);
        Assert.Null(Assert.Single((await desk.Node.SendAsync(desk.Network.Dermatologist, new GetConsult(null, desk.Consult))).Advice).Content.PhotoMarks);
    }

    [Fact]
    public async Task They_lie_encrypted_among_the_words_and_go_with_them()
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.AdviseAsync([new PhotoMarks(desk.Photo, 640, 480, null, [Square])]);
        await desk.ReleaseAsync();
        Assert.All(await desk.SealedAsync(), row => Assert.DoesNotContain(Words, Encoding.UTF8.GetString(row), StringComparison.Ordinal));
        Assert.DoesNotContain("outline", string.Concat(await desk.Node.InDbAsync(db => db.Events.Where(e => e.Stream == desk.Consult).Select(e => e.Data).ToListAsync())), StringComparison.OrdinalIgnoreCase);

        await desk.CloseAsync();
        await desk.Node.SendAsync(desk.Network.Coordinator, new EraseConsult(desk.Consult, ErasureReason.PatientRequest, (await desk.Node.ReadAsync(desk.Consult)).Number));

        Assert.Empty(await desk.SealedAsync());
    }

    /// <summary>One case with a whole photo and one that arrives, claimed by a dermatologist.</summary>
    private sealed class Desk(Node node, Network network, Guid consult, Guid photo, Guid arriving) : IAsyncDisposable
    {
        public Node Node => node;

        public Network Network => network;

        public Guid Consult => consult;

        public Guid Photo => photo;

        public Guid Arriving => arriving;

        public static async Task<Desk> OpenAsync(TDatabase database)
        {
            var node = new Node(database);
            var network = await Network.MakeAsync(node);
            var (whole, arriving) = (Forms.Photo(), Forms.Photo("close"));
            var consult = await node.SubmitAsync(network, Forms.Case(network.Skin) with { Photos = [whole, arriving] });
            await node.SendAsync(network.Worker, new CompletePhoto(new ConsultId(consult), new PhotoId(whole.Id), new StoredPicture("key", 640, 480), null));
            await node.ClaimAsync(network.Dermatologist, consult);
            return new Desk(node, network, consult, whole.Id, arriving.Id);
        }

        public async Task ReleaseAsync()
        {
            node.Clock.Advance(TimeSpan.FromSeconds(10));
            await node.NewTimerWorker().RoundAsync(CancellationToken.None);
        }

        public async Task CloseAsync()
        {
            await node.SendAsync(network.Worker, new ReadAdvice(consult, (await node.ReadAsync(consult)).Advices[^1].Id.Value, PatientConfirmed: true));
            await node.SendAsync(network.Worker, new CloseConsult(consult, "new", "avoided", 5, true, null));
        }

        public Task<Guid> AdviseAsync(IReadOnlyList<PhotoMarks> marks) => node.AdviseAsync(network.Dermatologist, consult, Forms.Advice() with { PhotoMarks = marks });

        public Task<List<byte[]>> SealedAsync() => node.InDbAsync(db => db.Words.Where(w => w.Stream == consult).Select(w => w.Sealed).ToListAsync());

        public ValueTask DisposeAsync() => node.DisposeAsync();
    }
}
