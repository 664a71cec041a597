namespace Teleconsult.Web.Api;

/// <summary>The protocol says no. The status is the protocol's, the code is ours; <c>refusal.{code}</c> has the sentence.</summary>
internal sealed class UploadRefusal(int status, string code, long? offset = null) : Exception(code)
{
    /// <summary>tus 1.0.0, checksum extension: "Checksum Mismatch".</summary>
    public const int ChecksumMismatch = 460;

    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Where the upload stands, for a client that was wrong about it.</summary>
    public long? Offset { get; } = offset;
}
