namespace Teleconsult.Web.Console.Bell;

/// <summary>Whether this browser can play a sound now.</summary>
public enum SoundState
{
    /// <summary>The browser has none.</summary>
    None = 0,

    /// <summary>It plays only after somebody has pressed something on the page.</summary>
    Waits = 1,
    On = 2,
}

/// <summary>How push messages stand at this browser; the faces say them as <c>duty.push.*</c>.</summary>
public enum PushState
{
    Unsupported = 0,

    /// <summary>The page did not come by https.</summary>
    Insecure = 1,
    Denied = 2,

    /// <summary>The question was closed without an answer.</summary>
    Dismissed = 3,

    /// <summary>The browser reached no push service.</summary>
    Failed = 4,

    /// <summary>This host does not take the subscription.</summary>
    Refused = 5,

    /// <summary>Subscribed; nothing was sent on trial since this page was opened.</summary>
    Ready = 6,

    /// <summary>A message on trial is on its way.</summary>
    Sending = 7,

    /// <summary>The push service has it, and nothing came.</summary>
    Late = 8,

    /// <summary>The push service did not take it.</summary>
    Unreachable = 9,

    /// <summary>It came and was shown.</summary>
    Shown = 10,
}

/// <summary>
/// Whether this browser rings and takes push messages: one for each circuit, made by <see cref="OnDuty"/> and shown in the top bar of every
/// page. What the browser can do is asked from it each time the page is opened; nothing of it is kept on the server but the subscription.
/// </summary>
public sealed class BellState
{
    public event Action? Changed;

    /// <summary>The person has a part in which it matters, and the page listens.</summary>
    public bool IsOffered { get; private set; }

    public bool IsArmed { get; private set; }

    public SoundState Sound { get; private set; }

    public PushState Push { get; private set; }

    /// <summary>When the newest message was shown. UTC.</summary>
    public DateTimeOffset? ShownAt { get; private set; }

    /// <summary>The panel with the test is open.</summary>
    public bool IsOpen { get; private set; }

    public bool PushWorks => Push is PushState.Ready or PushState.Sending or PushState.Shown;

    public bool AllWorks => Sound is SoundState.On && PushWorks;

    public void Offer() => Set(() => IsOffered = true);

    public void Open(bool open) => Set(() => IsOpen = open);

    public void Arm(SoundState sound, PushState push) => Set(() => (IsArmed, Sound, Push) = (true, sound, push));

    public void Disarm() => Set(() => (IsArmed, IsOpen, ShownAt) = (false, false, null));

    public void Hear(SoundState sound) => Set(() => Sound = sound);

    public void Tell(PushState push) => Set(() => Push = push);

    public void Show(DateTimeOffset at) => Set(() => (Push, ShownAt) = (PushState.Shown, at));

    private void Set(Action change)
    {
        change();
        Changed?.Invoke();
    }
}
