using Microsoft.Extensions.Configuration;

namespace Teleconsult.Infrastructure.Notifications;

/// <summary>How messages leave the host: the section <c>Alerts</c> of the settings. A channel without settings is not used.</summary>
public sealed class AlertSettings
{
    /// <summary>Where people open the console, for links in mail and SMS, for example <c>https://tele.example.org</c>; null: no links.</summary>
    public string? PublicUrl { get; set; }

    public MailSettings Mail { get; set; } = new();

    public SmsSettings Sms { get; set; } = new();

    public PushSettings Push { get; set; } = new();

    /// <summary>Called every minute while everything beats, for a monitor outside that raises the alarm when it hears nothing; null: nobody.</summary>
    public string? HeartbeatUrl { get; set; }

    /// <exception cref="WrongAlertSetting">One line that names the key and the mend.</exception>
    public static AlertSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        AlertSettings settings;
        try
        {
            settings = configuration.GetSection("Alerts").Get<AlertSettings>() ?? new AlertSettings();
        }
        catch (InvalidOperationException e)
        {
            throw new WrongAlertSetting($"Alerts holds a value of the wrong kind ({e.Message.ReplaceLineEndings(" ")}): see appsettings.json.");
        }

        settings.Check();
        return settings;
    }

    private void Check()
    {
        Refuse(PublicUrl is { Length: > 0 } url && !IsWeb(url), "Alerts:PublicUrl", "write the address of the console, as https://tele.example.org, or leave it out");
        Refuse(HeartbeatUrl is { Length: > 0 } beat && !IsWeb(beat), "Alerts:HeartbeatUrl", "write the monitor's https address, or leave it out");
        Mail.Check();
        Sms.Check();
        Push.Check();
    }

    internal static bool IsWeb(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";

    internal static void Refuse(bool wrong, string key, string mend)
    {
        if (wrong)
        {
            throw new WrongAlertSetting($"{key} cannot be used: {mend}.");
        }
    }

    /// <summary>The whole address of a path; null where the host does not know how it is reached.</summary>
    public Uri? LinkTo(string? path) => path is null || PublicUrl is not { Length: > 0 } root ? null : new Uri(new Uri(root), path);
}

/// <summary>Mail by SMTP (RFC 5321).</summary>
public sealed class MailSettings
{
    /// <summary>Null: no mail.</summary>
    public string? Host { get; set; }
    public int Port { get; set; } = 587;
    public string? From { get; set; }
    public string? User { get; set; }
    public string? Password { get; set; }

    /// <summary>STARTTLS (RFC 3207) before anything is said; only to a server on this machine it may be off.</summary>
    public bool Tls { get; set; } = true;

    internal void Check()
    {
        if (Host is { Length: > 0 })
        {
            AlertSettings.Refuse(Port is < 1 or > 65_535, "Alerts:Mail:Port", "use 1 to 65535, usually 587");
            AlertSettings.Refuse(!System.Net.Mail.MailAddress.TryCreate(From, out _), "Alerts:Mail:From", "write the address that messages come from");
            AlertSettings.Refuse(string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password), "Alerts:Mail:User", "give user and password together, or neither");
            AlertSettings.Refuse(!Tls && !string.IsNullOrEmpty(Password), "Alerts:Mail:Tls", "a password is not sent without encryption: set it to true");
        }
    }
}

/// <summary>SMS by a gateway that takes HTTP. Templates hold <c>{to}</c>, <c>{text}</c> and <c>{id}</c>, escaped for where they stand.</summary>
public sealed class SmsSettings
{
    /// <summary>Null: no SMS.</summary>
    public string? Url { get; set; }
    public string Method { get; set; } = "POST";
    public string? Body { get; set; }
    public string ContentType { get; set; } = "application/json";
    public Dictionary<string, string> Headers { get; set; } = [];

    /// <summary>With which the gateway signs what it passes on to us, at least 32 characters; null: replies are not taken.</summary>
    public string? WebhookSecret { get; set; }

    internal void Check()
    {
        AlertSettings.Refuse(WebhookSecret is { Length: > 0 and < 32 }, "Alerts:Sms:WebhookSecret", "use at least 32 characters, or leave it out");
        if (Url is not { Length: > 0 } url)
        {
            return;
        }

        AlertSettings.Refuse(!AlertSettings.IsWeb(url.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)), "Alerts:Sms:Url", "write the gateway's https address");
        AlertSettings.Refuse(Method is not ("GET" or "POST" or "PUT"), "Alerts:Sms:Method", "use GET, POST or PUT");
        var all = url + Body;
        AlertSettings.Refuse(
            !all.Contains("{to}", StringComparison.Ordinal) || !all.Contains("{text}", StringComparison.Ordinal), "Alerts:Sms:Body",
            "{to} and {text} have to stand in it, or in Alerts:Sms:Url");
    }
}

/// <summary>Web Push (RFC 8030).</summary>
public sealed class PushSettings
{
    /// <summary>How a push service reaches who runs this host (RFC 8292 §2.1): <c>mailto:…</c> or https; null: the public address.</summary>
    public string? Subject { get; set; }

    /// <summary>Hosts of push services to which messages may go, with all names below them; empty: every public one.</summary>
    public string[] Hosts { get; set; } = [];

    /// <summary>For tests alone: plain http and addresses of this machine. Anybody who may subscribe could make the host call its own network.</summary>
    public bool AllowPrivate { get; set; }

    internal void Check() => AlertSettings.Refuse(
        Subject is { Length: > 0 } subject && !subject.StartsWith("mailto:", StringComparison.Ordinal) && !subject.StartsWith("https://", StringComparison.Ordinal),
        "Alerts:Push:Subject", "write mailto:somebody@example.org or an https address");
}
