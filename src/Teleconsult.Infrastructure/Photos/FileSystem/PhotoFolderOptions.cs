namespace Teleconsult.Infrastructure.Photos.FileSystem;

/// <summary>Section <c>Photos:FileSystem</c> of the configuration.</summary>
public sealed class PhotoFolderOptions
{
    /// <summary>Where photos lie. On several nodes: one shared folder.</summary>
    public string Folder { get; set; } = ".data/photos";

    /// <summary>Threads that write and flush, 1 to 64. They mostly wait for the disk.</summary>
    public int Threads { get; set; } = 8;
}
