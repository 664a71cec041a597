namespace Teleconsult.Web.Console.Advice;

// By keyboard from what is missing to what is missing.
public sealed partial class Composer
{
    /// <summary>Puts the keyboard into the first part that still says nothing; at last to the patient's check.</summary>
    public ValueTask FocusMissing() => Browser.Focus(
        HasPhotos && _draft.Adequacy is null ? "#step-adequacy input"
        : string.IsNullOrWhiteSpace(_draft.MostLikely) ? "#most-likely"
        : !Quick && _draft.Confidence is null ? "#step-assessment [name=confidence]"
        : _draft.Disposition is null ? "#step-disposition input"
        : ".composer__foot .confirm input");
}
