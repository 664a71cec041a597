using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Infrastructure.Photos;
using Teleconsult.Tests.Azurite;
using Teleconsult.Tests.PostgreSql;
using Teleconsult.Web.Tests.Support;
using Teleconsult.Web.Tests.Uploads;
using Xunit;

namespace Teleconsult.Web.Tests.Erasure;

/// <summary>
/// After erasing, whoever holds the master key and every byte on disk (database, write-ahead log, photo store, uploads) still lacks half
/// of the case's key. Looked for in the raw files, not through any door.
/// </summary>
public sealed class RawErasureTests(PostgreSqlCluster cluster)
{
    private const string Question = "QuestionToBeForgotten";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_sqlite_and_files_no_disk_holds_both_halves_of_an_erased_key()
    {
        await using var host = new RunningHost();
        await host.InitializeAsync();
        await EraseAsync(host, [host.Folder]);
    }

    [Fact]
    public async Task On_postgresql_and_azure_no_disk_holds_both_halves_of_an_erased_key()
    {
        PostgreSqlCluster.Need();
        await using var azurite = new AzuriteServer();
        await using var host = new RunningHost { Connection = await cluster.CreateAsync(), Settings = await azurite.NewSettingsAsync() };
        await host.InitializeAsync();
        await EraseAsync(host, [host.Folder, cluster.DataFolder, azurite.Folder]);
    }

    [Fact]
    public async Task What_cannot_be_destroyed_now_holds_nothing_else_up_and_is_tried_again()
    {
        await using var host = new RunningHost();
        await host.InitializeAsync();
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var coordinator = await Caller.SignInAsync(host, "coordinator");
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var stuck = new ErasureRow { Id = Guid.Empty, Stream = Guid.NewGuid(), Kind = StreamKind.Patient, Share = $"{Guid.NewGuid():n}.0", At = DateTimeOffset.UnixEpoch };
        db.Erasures.Add(stuck);
        await db.SaveChangesAsync(Stop);
        var consult = await worker.SubmitAsync();
        var number = (await worker.GetAsync($"/api/consults/{consult}")).Ok()["number"]!.GetValue<long>();
        var share = (await ShareOfAsync(db, host, Guid.Parse(consult))).Share;
        (await coordinator.PostAsync($"/api/consults/{consult}/erasure", Erasure(number))).Ok();

        await host.Services.GetServices<IHostedService>().OfType<ErasureWorker>().Single().EraseAsync(Stop);

        Assert.False(OnDisk([host.Folder], share));
        Assert.Equal([stuck.Id], await db.Erasures.Where(e => e.DoneAt == null).Select(e => e.Id).ToListAsync(Stop));
    }

    private static async Task EraseAsync(RunningHost host, string[] disks)
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        using var coordinator = await Caller.SignInAsync(host, "coordinator");
        using var http = new HttpClient { BaseAddress = host.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", worker.Token) } };
        var photo = DrawnPhoto.Of(60_000);
        var body = Announcing(photo);
        var consult = await worker.SubmitAsync(body);
        (await http.SendAsync(TusRequests.Create(photo, Guid.Parse(consult), photo.Bytes), Stop)).EnsureSuccessStatusCode();
        var number = (await worker.GetAsync($"/api/consults/{consult}")).Ok()["number"]!.GetValue<long>();
        var cursor = (await worker.GetAsync("/api/sync")).Ok()["cursor"]!.GetValue<string>();
        var before = await SecretsAsync(host, Guid.Parse(consult));
        Assert.True(OnDisk(disks, before.Share), "The half is nowhere before: the search shows nothing.");
        Assert.True(OnDisk(disks, before.Wrapped), "The other half is nowhere before: the search shows nothing.");
        Assert.False(OnDisk(disks, before.Key));

        (await coordinator.PostAsync($"/api/consults/{consult}/erasure", Erasure(number, "patientRequest"))).Refused(409, "erasure.case-open");
        (await coordinator.PostAsync($"/api/consults/{consult}/erasure", Erasure(number + 1))).Refused(422, "erasure.other-number");
        (await worker.PostAsync($"/api/consults/{consult}/erasure", Erasure(number))).Refused(403, "access.denied");
        (await coordinator.PostAsync($"/api/consults/{consult}/erasure", Erasure(number))).Ok();

        (await worker.GetAsync($"/api/consults/{consult}")).Refused(404, "consult.not-found");
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/photos/{photo.Id}", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/photos/{photo.Id}/preview", Stop)).StatusCode);
        var told = (await worker.GetAsync($"/api/sync?after={Uri.EscapeDataString(cursor)}")).Ok();
        Assert.Equal(consult, Assert.Single(told["removed"]!.AsArray())!.GetValue<string>());
        var erased = Assert.Single(told["erased"]!.AsArray())!;
        Assert.Equal((consult, number, "sentInError", true), (
            erased["id"]!.GetValue<string>(), erased["number"]!.GetValue<long>(), erased["reason"]!.GetValue<string>(), erased["wasOpen"]!.GetValue<bool>()));
        Assert.Equal(body["patient"]!["id"]!.GetValue<string>(), Assert.Single(told["erasedPatients"]!.AsArray())!.GetValue<string>());
        // A phone that never heard its receipt sends again: it is told "stored" as before, and nothing comes back to life.
        (await worker.SendAsync(HttpMethod.Put, $"/api/consults/{consult}", body, key: null)).Ok();
        (await worker.GetAsync($"/api/consults/{consult}")).Refused(404, "consult.not-found");

        var destroyer = host.Services.GetServices<IHostedService>().OfType<ErasureWorker>().Single();
        await destroyer.EraseAsync(Stop);

        Assert.False(OnDisk(disks, before.Share), "The erased half of the key is still on disk.");
        Assert.False(OnDisk(disks, before.Key));
        await Assert.ThrowsAsync<PhotoNotInStore>(() => host.Services.GetRequiredService<IPhotoStore>().OpenAsync(new Domain.PhotoId(photo.Id), before.StoreKey, before.Key, Stop));
        Assert.False(OnDisk(disks, photo.Bytes[..64]), "The photo lies in the clear.");
        Assert.False(OnDisk(disks, Encoding.UTF8.GetBytes(Question)));
        // What a thief with the master key gets out of the database's own half is not the key.
        var inner = host.Services.GetRequiredService<IMasterKey>().Unwrap(Guid.Parse(consult), before.Wrapped);
        Assert.NotEqual(before.Key, inner);
        Assert.False(OnDisk(disks, before.Key));
    }

    private sealed record Secrets(byte[] Key, byte[] Share, byte[] Wrapped, string StoreKey);

    private static async Task<Secrets> SecretsAsync(RunningHost host, Guid consult)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var row = await db.StreamKeys.AsNoTracking().SingleAsync(k => k.Stream == consult, Stop);
        var (_, share) = await ShareOfAsync(db, host, consult);
        var key = await scope.ServiceProvider.GetRequiredService<WordVault>().KeyAsync(consult, create: false, Stop);
        var photo = await db.Photos.AsNoTracking().SingleAsync(p => p.Consult == new Domain.ConsultId(consult), Stop);
        Assert.NotNull(photo.StoreKey);
        return new Secrets(key, share, row.Wrapped, photo.StoreKey!);
    }

    private static async Task<(string Place, byte[] Share)> ShareOfAsync(TeleconsultDb db, RunningHost host, Guid stream)
    {
        var place = await db.StreamKeys.AsNoTracking().Where(k => k.Stream == stream).Select(k => k.Share).SingleAsync(Stop);
        return (place, (await host.Services.GetRequiredService<IKeyShares>().ReadAsync([place], Stop))[place]);
    }

    private static bool OnDisk(string[] disks, byte[] secret) => FilesWith(disks, secret).Any();

    private static IEnumerable<string> FilesWith(string[] disks, byte[] secret) =>
        disks.SelectMany(d => Directory.EnumerateFiles(d, "*", SearchOption.AllDirectories)).Where(file => Holds(file, secret));

    /// <summary>Reads in pieces that overlap: nothing hides on a border.</summary>
    private static bool Holds(string file, byte[] secret)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            var piece = new byte[1 << 20];
            var kept = 0;
            for (int read; (read = stream.Read(piece, kept, piece.Length - kept)) > 0;)
            {
                var filled = kept + read;
                if (piece.AsSpan(0, filled).IndexOf(secret) >= 0)
                {
                    return true;
                }

                kept = Math.Min(secret.Length - 1, filled);
                piece.AsSpan(filled - kept, kept).CopyTo(piece);
            }

            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false; // put away meanwhile
        }
    }

    private static JsonObject Erasure(long number, string reason = "sentInError") => new() { ["reason"] = reason, ["number"] = number };

    private static JsonObject Announcing(DrawnPhoto photo)
    {
        var body = Bodies.Submission(question: Question);
        var announced = Bodies.Photo(photo.Slot);
        announced["id"] = photo.Id.ToString();
        announced["bytes"] = photo.Bytes.Length;
        announced["sha256"] = photo.Sha256;
        body["photos"] = new JsonArray(announced);
        return body;
    }
}
