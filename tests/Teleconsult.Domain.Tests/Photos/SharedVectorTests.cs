using Xunit;

namespace Teleconsult.Domain.Tests.Photos;

/// <summary>The phone's TypeScript and the server's C# answer the same files with the same bytes: both test suites read these.</summary>
public sealed class SharedVectorTests
{
    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("formats")]
    public void Phone_and_server_rewrite_alike(string file)
    {
        Assert.All(Vector.Read(file), vector =>
        {
            var photo = Rewriting.Of(vector.Input);

            Assert.Equal(vector.Code, photo.Code);
            Assert.Equal(vector.Format, photo.Format);
            Assert.Equal(vector.OutputBase64, photo.Output is null ? null : Convert.ToBase64String(photo.Output));
            Assert.Equal((vector.Width ?? 0, vector.Height ?? 0), (photo.Size.Width, photo.Size.Height));
        });
    }
}
