using System.Text;
using System.Text.Json;

namespace Teleconsult.Benchmarks.Load;

/// <summary>A submission as the phone keeps it before it leaves: made outside of what is timed.</summary>
/// <param name="Body">What is put.</param>
/// <param name="UploadMetadata">The tus header of its one photo.</param>
internal sealed record PreparedCase(Guid Id, byte[] Body, Guid Photo, string UploadMetadata)
{
    private const string Template = "https://teleconsult.example/Questionnaire/general-dermatology|1.0.0";
    private static readonly string Preview = Convert.ToBase64String(TestPhoto.Of(12 * 1024).Bytes);

    public static PreparedCase For(Guid service, TestPhoto photo)
    {
        var (id, photoId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var now = DateTimeOffset.UtcNow;
        var submission = new
        {
            patient = new { id = Guid.CreateVersion7(), initials = "B.M.", age = new { value = 58, unit = "a" }, sex = "male" },
            template = Template,
            service,
            urgency = "routine",
            answers = new
            {
                resourceType = "QuestionnaireResponse",
                questionnaire = Template,
                status = "completed",
                item = new[] { new { linkId = "question", answer = new[] { new { valueString = "A mole that has changed: what should be done?" } } } },
            },
            consent = new { share = true, how = "spoken", at = now },
            photos = new[]
            {
                new
                {
                    id = photoId, slot = "overview", laterality = "none", bytes = photo.Bytes.Length, sha256 = photo.Sha256,
                    width = 2048, height = 1536, takenAt = now, preview = Preview,
                },
            },
            notTaken = Array.Empty<object>(),
            sentAt = now,
        };
        var metadata = $"photo {Encode(photoId.ToString())},consult {Encode(id.ToString())},slot {Encode("overview")},sha256 {Encode(photo.Sha256)}";
        return new PreparedCase(id, JsonSerializer.SerializeToUtf8Bytes(submission), photoId, metadata);
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
