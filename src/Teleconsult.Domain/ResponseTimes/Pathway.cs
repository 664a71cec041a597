namespace Teleconsult.Domain.ResponseTimes;

/// <summary>Who asks whom (DESIGN §1). The form of a case tells it.</summary>
public enum Pathway
{
    /// <summary>Primary care to hospital: hours.</summary>
    PrimaryCare = 1,

    /// <summary>Emergency to hospital: minutes.</summary>
    Emergency = 2,

    /// <summary>Community or home care to clinic: the same day.</summary>
    CommunityCare = 3,
}

/// <summary>The pathway of a form, by its name. What is not known as one of the others came from primary care.</summary>
public static class Pathways
{
    /// <summary>Foot ulcers, tube feeding, HIV, diabetes, rheumatoid arthritis (domain brief §1a, pathway C).</summary>
    private static readonly string[] Community = ["diabetic-foot", "tube-feeding", "hiv", "diabetes", "rheumatoid-arthritis"];

    /// <param name="template">Canonical of the form, <c>url|version</c>.</param>
    public static Pathway Of(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var name = template.Split('|')[0].Split('/')[^1];
        return name.StartsWith("emergency-", StringComparison.Ordinal) ? Pathway.Emergency
            : Community.Contains(name) ? Pathway.CommunityCare
            : Pathway.PrimaryCare;
    }
}
