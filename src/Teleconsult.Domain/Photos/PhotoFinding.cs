namespace Teleconsult.Domain.Photos;

/// <summary>What a phone can find wanting in a photo (<c>src/field/photo/measure.ts</c>). It advises there; here it is only told on.</summary>
public enum PhotoFinding
{
    Blurry = 1,
    Dark,
    Bright,
    Glare,
    Small,

    /// <summary>No ruler's marks were found where a scale was asked for; coins are not looked for.</summary>
    NoScale,

    /// <summary>It looks like another photo of the same case.</summary>
    Twice,

    /// <summary>The very same picture lies in another case of that phone.</summary>
    Elsewhere,
}

/// <summary>Why a requester kept a photo in which the phone found something wanting.</summary>
public enum KeptReason
{
    NoRuler = 1,
    ScaleThere,
    Moves,
    NoLight,
    Hurts,
    LooksGood,
    CannotRepeat,

    /// <summary>Said in words.</summary>
    Other,
}
