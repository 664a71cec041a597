namespace Teleconsult.Infrastructure.Notifications;

/// <summary>A setting of the messages is wrong; the message is one line that names the key and the mend.</summary>
public sealed class WrongAlertSetting(string line) : Exception(line);
