namespace Teleconsult.Domain.Photos;

/// <summary>The side that a photo, grade or finding belongs to. Captured, never guessed (DESIGN §5 rule 5).</summary>
public enum Laterality
{
    /// <summary>The slot has no side, for example a rash on the trunk.</summary>
    None = 0,
    Right = 1,
    Left = 2,
}

/// <summary>Why a slot could not be photographed. Said at once by who tried; such a slot is not missing.</summary>
public enum NotTakenReason
{
    /// <summary>In the requester's own words.</summary>
    Other = 0,
    SmallPupil = 1,

    /// <summary>Cataract, or another cloudiness of what the light goes through.</summary>
    MediaOpacity = 2,
    CouldNotCooperate = 3,
    Refused = 4,
    Pain = 5,
    CameraFault = 6,
}

/// <summary>How far a photo is on its way.</summary>
public enum PhotoState
{
    /// <summary>Announced by the submission; its bytes have not all arrived.</summary>
    Arriving = 0,

    /// <summary>Checked, rewritten, encrypted and stored.</summary>
    Stored = 1,

    /// <summary>The server could not accept the bytes; the requester is told to take it again.</summary>
    Refused = 2,

    /// <summary>A later photo of the same slot answers a retake request. Kept and shown as earlier.</summary>
    Superseded = 3,
}

/// <summary>Why a stored photo cannot be shown any more.</summary>
public enum PhotoLoss
{
    /// <summary>The store answers and has no such photo.</summary>
    Gone = 1,

    /// <summary>It lies there and is not what was stored: a frame or the SHA-256 does not fit.</summary>
    Damaged = 2,
}
