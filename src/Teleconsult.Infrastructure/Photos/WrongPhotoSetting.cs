namespace Teleconsult.Infrastructure.Photos;

/// <summary>A setting of the photo store is wrong; the message is one line that names the key and the mend.</summary>
public sealed class WrongPhotoSetting(string line) : Exception(line);
