namespace Teleconsult.Domain.Photos.Jpeg;

/// <summary>Second bytes of the markers that the rewriter knows (ITU-T T.81, table B.1).</summary>
internal static class JpegMarker
{
    public const byte BaselineFrame = 0xC0;
    public const byte ExtendedFrame = 0xC1;
    public const byte ProgressiveFrame = 0xC2;
    public const byte HuffmanTables = 0xC4;
    public const byte ArithmeticConditioning = 0xCC;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte QuantizationTables = 0xDB;
    public const byte NumberOfLines = 0xDC;
    public const byte RestartInterval = 0xDD;
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App2 = 0xE2;
    public const byte App14 = 0xEE;
    public const byte Comment = 0xFE;

    /// <summary>Whether FF and this byte belong to entropy-coded data: a stuffed FF, or a restart.</summary>
    public static bool IsEntropyData(byte code) => code is 0x00 or (>= 0xD0 and <= 0xD7);

    /// <summary>Whether the segment may hold what a phone or an editor wrote about the photo.</summary>
    public static bool IsMetadata(byte code) => code is (>= 0xE0 and <= 0xEF) or Comment;

    /// <summary>Lossless, arithmetic and hierarchical processes: legal JPEG that screens do not show.</summary>
    public static bool IsOtherProcess(byte code) =>
        code is 0xC3 or 0xC5 or 0xC6 or 0xC7 or 0xC9 or 0xCA or 0xCB or ArithmeticConditioning or 0xCD or 0xCE or 0xCF or 0xDE or 0xDF;
}
