using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>Files of every kind through the real door: what is a photo is stored as what it is, what is none is refused by what it is.</summary>
[Collection(nameof(Alone))] // what others allocate meanwhile would be counted
public sealed class PhotoKindTests(SharedUploadHost shared) : IClassFixture<SharedUploadHost>, IAsyncLifetime
{
    private const int MostPhotosOfOneCase = 40;
    private readonly UploadHost _host = shared.Host;
    private Guid _nurse;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _nurse = await _host.AddPersonAsync(Role.Requester);
        _http = _host.Client(_nurse);
        _http.Timeout = TimeSpan.FromSeconds(60); // a hang is a failure
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("jpeg", "image/jpeg")]
    [InlineData("png", "image/png")]
    [InlineData("webp", "image/webp")]
    public async Task A_photo_is_served_as_what_it_is_whole_and_in_parts(string kind, string type)
    {
        var vector = Vectors(kind).First(v => v["outputBase64"] is not null && v["inputBase64"]!.ToString() != v["outputBase64"]!.ToString());
        var photo = DrawnPhoto.From(Convert.FromBase64String(vector["inputBase64"]!.ToString()));
        var stored = Convert.FromBase64String(vector["outputBase64"]!.ToString());
        await UploadAsync(photo, await _host.SubmitAsync(_nurse, null, photo));

        using var answer = await _http.GetAsync($"/api/photos/{photo.Id}", Stop);
        Assert.Equal((type, (long)stored.Length), (answer.Content.Headers.ContentType!.ToString(), answer.Content.Headers.ContentLength));
        Assert.Equal(stored, await answer.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));

        using var part = await _http.SendAsync(new(HttpMethod.Get, $"/api/photos/{photo.Id}") { Headers = { Range = new RangeHeaderValue(3, 20) } }, Stop);
        Assert.Equal((HttpStatusCode.PartialContent, type), (part.StatusCode, part.Content.Headers.ContentType!.ToString()));
        Assert.Equal(stored[3..21], await part.Content.ReadAsByteArrayAsync(Stop));

        using var again = await _http.SendAsync(new(HttpMethod.Get, $"/api/photos/{photo.Id}") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } }, Stop);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var preview = await _http.GetAsync($"/api/photos/{photo.Id}/preview", Stop);
        Assert.Equal("image/jpeg", preview.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task A_file_of_another_kind_is_told_what_it_is_and_the_way_out()
    {
        foreach (var vector in Vectors("formats").Where(v => v["format"] is not null))
        {
            var format = vector["format"]!.ToString();
            var photo = DrawnPhoto.From(Convert.FromBase64String(vector["inputBase64"]!.ToString()));
            using var answer = await UploadAsync(photo, await _host.SubmitAsync(_nurse, null, photo));
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;

            Assert.Equal((HttpStatusCode.UnprocessableEntity, "photo.not-jpeg"), (answer.StatusCode, problem["code"]!.ToString()));
            Assert.Equal(format, problem["arguments"]!["format"]!.ToString());
            Assert.Equal(Sentences[$"refusal.photo.not-jpeg.{format}"], problem["detail"]!.ToString());
            Assert.Matches("(?i)JPEG", problem["detail"]!.ToString());
        }
    }

    [Fact]
    public async Task Every_real_and_hostile_file_is_stored_or_refused_with_a_code_and_memory_stays_flat()
    {
        var files = Corpus.Files("exif", "formats", "hostile");
        var (stored, wrong) = (new ConcurrentBag<(string File, Guid Photo)>(), new ConcurrentBag<string>());
        await SendAllAsync([.. files.Take(100)], stored, wrong);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await SendAllAsync(files, stored, wrong);

        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Empty(wrong);
        Assert.True(after - before < 16_000_000, string.Create(CultureInfo.InvariantCulture, $"{after - before} bytes were not given back"));
        Assert.Contains(stored, s => Path.GetExtension(s.File) == ".png");
        Assert.Contains(stored, s => Path.GetExtension(s.File) == ".webp");
        foreach (var (file, photo) in stored)
        {
            using var canonical = new MemoryStream();
            await using var source = File.OpenRead(file);
            var picture = CanonicalPhoto.Rewrite(source, canonical);
            using var answer = await _http.GetAsync($"/api/photos/{photo}", Stop);
            Assert.Equal(picture.Kind.MediaType(), answer.Content.Headers.ContentType!.ToString());
            var served = await answer.Content.ReadAsByteArrayAsync(Stop);
            Assert.True(served.AsSpan().SequenceEqual(canonical.ToArray()), file);
        }
    }

    private async Task SendAllAsync(IReadOnlyList<string> files, ConcurrentBag<(string, Guid)> stored, ConcurrentBag<string> wrong)
    {
        foreach (var some in files.Chunk(MostPhotosOfOneCase))
        {
            var photos = some.Select(f => (File: f, Photo: DrawnPhoto.From(File.ReadAllBytes(f)))).ToList();
            var consult = await _host.SubmitAsync(_nurse, null, [.. photos.Select(p => p.Photo)]);
            await Parallel.ForEachAsync(photos, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Stop }, async (sent, _) =>
            {
                using var answer = await UploadAsync(sent.Photo, consult);
                if (answer.IsSuccessStatusCode)
                {
                    stored.Add((sent.File, sent.Photo.Id));
                }
                else if ((int)answer.StatusCode is < 400 or >= 500 || await answer.CodeAsync() is not { } code || !Sentences.ContainsKey($"refusal.{code}"))
                {
                    wrong.Add($"{sent.File}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
                }
            });
        }
    }

    private Task<HttpResponseMessage> UploadAsync(DrawnPhoto photo, Guid consult) =>
        _http.SendAsync(TusRequests.Create(photo, consult, photo.Bytes), Stop);

    private static JsonNode[] Vectors(string kind) =>
        JsonSerializer.Deserialize<JsonNode[]>(File.ReadAllText(Path.Combine(Corpus.Repository, "tests", "Vectors", $"{kind}.json")))!;

    private static Dictionary<string, string> Sentences { get; } = JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(Path.Combine(Corpus.Repository, "wwwroot", "words", "en", "refusal.json")))!;
}

/// <summary>Tests that measure what the whole process does: they run while no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
