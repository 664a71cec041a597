using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Xunit;
using static Teleconsult.Domain.Tests.Duty.ServiceCalendarTests;

namespace Teleconsult.Domain.Tests.Duty;

public sealed class ContactTests
{
    private static readonly QuietHours Nights = new(new TimeOnly(21, 0), new TimeOnly(6, 30), Zone("Africa/Nairobi"));

    [Theory]
    [InlineData("2026-11-23T17:59Z", Urgency.Routine, true, false)]
    [InlineData("2026-11-23T18:00Z", Urgency.Routine, true, true)]
    [InlineData("2026-11-24T03:29Z", Urgency.Urgent, true, true)]
    [InlineData("2026-11-24T03:30Z", Urgency.Routine, true, false)]
    [InlineData("2026-11-23T22:00Z", Urgency.Emergency, true, false)] // on duty: an emergency rings
    [InlineData("2026-11-23T22:00Z", Urgency.Emergency, false, true)]
    public void Quiet_hours_hold_everything_back_but_an_emergency_for_who_is_on_duty(string at, Urgency urgency, bool onDuty, bool held) =>
        Assert.Equal(held, Nights.HoldBack(At(at), urgency, onDuty));

    [Theory]
    [InlineData("2026-11-23T19:00Z", "2026-11-24T03:30Z")]
    [InlineData("2026-11-24T01:00Z", "2026-11-24T03:30Z")]
    [InlineData("2026-11-24T12:00Z", "2026-11-24T12:00Z")]
    public void What_waits_goes_out_when_the_quiet_ends(string at, string end) => Assert.Equal(At(end), Nights.EndAfter(At(at)));

    [Theory]
    [InlineData(ContactChannel.Email, " ann@clinic.example ", "ann@clinic.example")]
    [InlineData(ContactChannel.Sms, "+254 (700) 555-014", "+254700555014")]
    [InlineData(ContactChannel.Phone, "0700 555 014", "0700555014")]
    public void An_address_is_kept_in_one_form(ContactChannel channel, string typed, string kept) => Assert.Equal(kept, ContactAddress.Of(channel, typed));

    [Theory]
    [InlineData(ContactChannel.Email, "ann@", "contact.not-mail")]
    [InlineData(ContactChannel.Email, "ann@clinic.example\r\nBcc: all@clinic.example", "contact.not-mail")]
    [InlineData(ContactChannel.Email, "Ann <ann@clinic.example>", "contact.not-mail")]
    [InlineData(ContactChannel.Sms, "call me", "contact.not-number")]
    [InlineData(ContactChannel.Sms, "12", "contact.not-number")]
    [InlineData(ContactChannel.Phone, "1234567890123456", "contact.not-number")]
    [InlineData(ContactChannel.Phone, "07+00555014", "contact.not-number")]
    public void What_is_no_address_is_refused(ContactChannel channel, string typed, string code) =>
        Assert.Equal(code, Assert.Throws<RuleViolation>(() => ContactAddress.Of(channel, typed)).Code);
}
