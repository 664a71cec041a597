namespace Teleconsult.Application.ResponseTimes;

/// <summary>When a month's figures are published by themselves.</summary>
/// <param name="PublishOn">Day of the following month, from 1 to 28, at its first moment in the network's zone. Null: a coordinator publishes by hand alone.</param>
public sealed record FigureSettings(int? PublishOn = FigureSettings.Usual)
{
    /// <summary>Time enough for phones without a network to send what belongs to the month.</summary>
    public const int Usual = 5;
}
