using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Teleconsult.Web.Tests.Support;
using Teleconsult.Web.Tests.Uploads;
using Xunit;

namespace Teleconsult.Web.Tests.Nodes;

/// <summary>One case with its photo, as a phone keeps it in its outbox, and what servers have acknowledged of it.</summary>
internal sealed class SentCase
{
    private readonly byte[] _body;

    public SentCase(int photoBytes)
    {
        Photo = DrawnPhoto.Of(photoBytes);
        var body = Bodies.Submission(question: $"What is this? {Id}");
        var announced = Bodies.Photo(Photo.Slot);
        announced["id"] = Photo.Id.ToString();
        announced["bytes"] = Photo.Bytes.Length;
        announced["sha256"] = Photo.Sha256;
        body["photos"] = new JsonArray(announced);
        _body = Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    public Guid Id { get; } = Guid.CreateVersion7();

    public DrawnPhoto Photo { get; }

    /// <summary>Bytes of the photo that some server has said it has.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Bytes of the photo that were sent, over all attempts.</summary>
    public long Sent { get; private set; }

    public async Task SubmitAsync(HttpClient http) => (await Stubborn.SendAsync(http, HttpMethod.Put, $"/api/consults/{Id}", _body)).Ok();

    /// <summary>Sends the photo in pieces and asks where it stands whenever an answer is odd.</summary>
    public async Task UploadAsync(HttpClient http, int piece)
    {
        using (var created = await Stubborn.SendAsync(http, () => TusRequests.Create(Photo, Id)))
        {
            Assert.True(created.StatusCode is HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
            Take(created);
        }

        while (Acknowledged < Photo.Bytes.Length)
        {
            await StepAsync(http, piece);
        }
    }

    /// <summary>Sends the next piece, or asks where the upload stands.</summary>
    public async Task StepAsync(HttpClient http, int piece)
    {
        var from = (int)Acknowledged;
        var until = Math.Min(from + piece, Photo.Bytes.Length);
        using var answer = await Stubborn.SendAsync(http, () =>
        {
            Sent += until - from;
            return TusRequests.Patch(Photo, from, Photo.Bytes[from..until]);
        });
        if (answer.StatusCode is HttpStatusCode.NoContent)
        {
            Take(answer);
        }
        else
        {
            Assert.True(answer.StatusCode is HttpStatusCode.Conflict, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            await AskAsync(http);
        }
    }

    /// <summary>Asks where the upload stands: never before what was acknowledged.</summary>
    public async Task AskAsync(HttpClient http)
    {
        using var stands = await Stubborn.SendAsync(http, () => TusRequests.Head(Photo));
        Assert.Equal(HttpStatusCode.OK, stands.StatusCode);
        Take(stands);
    }

    private void Take(HttpResponseMessage answer)
    {
        var offset = answer.Offset() ?? throw new InvalidOperationException("No offset.");
        Assert.True(offset >= Acknowledged, $"{Acknowledged} bytes were acknowledged, {offset} are there.");
        Acknowledged = offset;
    }
}
