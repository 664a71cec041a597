using Teleconsult.Application.Tests.Admin;
using Teleconsult.Application.Tests.Alerts;
using Teleconsult.Application.Tests.Consults;
using Teleconsult.Application.Tests.Courtesy;
using Teleconsult.Application.Tests.Directory;
using Teleconsult.Application.Tests.Duty;
using Teleconsult.Application.Tests.Emergency;
using Teleconsult.Application.Tests.Erasure;
using Teleconsult.Application.Tests.Figures;
using Teleconsult.Application.Tests.Ladders;
using Teleconsult.Application.Tests.Learning;
using Teleconsult.Application.Tests.Log;
using Teleconsult.Application.Tests.Networks;
using Teleconsult.Application.Tests.Opinions;
using Teleconsult.Application.Tests.Outcomes;
using Teleconsult.Application.Tests.Persistence;
using Teleconsult.Application.Tests.Pipeline;
using Teleconsult.Application.Tests.Referrals;
using Teleconsult.Application.Tests.Routing;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Tests.Timers;
using Teleconsult.Application.Tests.Watch;
using Teleconsult.Application.Tests.Words;
using Teleconsult.Application.Tests.Worklist;
using Xunit;

namespace Teleconsult.Application.Tests;

/// <summary>Every suite that a database has to pass, on PostgreSQL.</summary>
public static class OnPostgreSql
{
    public sealed class Log(PostgreSqlDatabase database) : LogConformance<PostgreSqlDatabase>(database);

    public sealed class Restore(PostgreSqlDatabase database) : RestoreConformance<PostgreSqlDatabase>(database);

    public sealed class Feed(PostgreSqlDatabase database) : FeedConformance<PostgreSqlDatabase>(database);

    public sealed class Idempotency(PostgreSqlDatabase database) : IdempotencyConformance<PostgreSqlDatabase>(database);

    public sealed class Claims(PostgreSqlDatabase database) : ClaimConformance<PostgreSqlDatabase>(database);

    public sealed class Phrases(PostgreSqlDatabase database) : PhraseConformance<PostgreSqlDatabase>(database);

    public sealed class Views(PostgreSqlDatabase database) : ViewConformance<PostgreSqlDatabase>(database);

    public sealed class Drafts(PostgreSqlDatabase database) : DraftConformance<PostgreSqlDatabase>(database);

    public sealed class Marks(PostgreSqlDatabase database) : MarksConformance<PostgreSqlDatabase>(database);

    public sealed class Grading(PostgreSqlDatabase database) : GradingConformance<PostgreSqlDatabase>(database);

    public sealed class FollowUps(PostgreSqlDatabase database) : FollowUpConformance<PostgreSqlDatabase>(database);
    public sealed class PhotoChecks(PostgreSqlDatabase database) : PhotoCheckConformance<PostgreSqlDatabase>(database);

    public sealed class Emergencies(PostgreSqlDatabase database) : EmergencyConformance<PostgreSqlDatabase>(database);

    public sealed class DutyBook(PostgreSqlDatabase database) : DutyBookConformance<PostgreSqlDatabase>(database);

    public sealed class Directory(PostgreSqlDatabase database) : DirectoryConformance<PostgreSqlDatabase>(database);

    public sealed class Courtesy(PostgreSqlDatabase database) : CourtesyConformance<PostgreSqlDatabase>(database);

    public sealed class CourtesyLists(PostgreSqlDatabase database) : CourtesyListConformance<PostgreSqlDatabase>(database);

    public sealed class Another(PostgreSqlDatabase database) : AnotherConformance<PostgreSqlDatabase>(database);

    public sealed class Amended(PostgreSqlDatabase database) : AmendedConformance<PostgreSqlDatabase>(database);

    public sealed class Rosters(PostgreSqlDatabase database) : RosterConformance<PostgreSqlDatabase>(database);

    public sealed class Hours(PostgreSqlDatabase database) : HoursConformance<PostgreSqlDatabase>(database);

    public sealed class Overview(PostgreSqlDatabase database) : OverviewConformance<PostgreSqlDatabase>(database);

    public sealed class Invitations(PostgreSqlDatabase database) : InvitationConformance<PostgreSqlDatabase>(database);

    public sealed class Audits(PostgreSqlDatabase database) : AuditConformance<PostgreSqlDatabase>(database);

    public sealed class Learning(PostgreSqlDatabase database) : LearningConformance<PostgreSqlDatabase>(database);

    public sealed class FormRules(PostgreSqlDatabase database) : FormRuleConformance<PostgreSqlDatabase>(database);

    public sealed class CloseOuts(PostgreSqlDatabase database) : CloseOutConformance<PostgreSqlDatabase>(database);

    public sealed class Months(PostgreSqlDatabase database) : MonthConformance<PostgreSqlDatabase>(database);

    public sealed class Figures(PostgreSqlDatabase database) : FiguresConformance<PostgreSqlDatabase>(database);

    public sealed class Referrals(PostgreSqlDatabase database) : ReferralConformance<PostgreSqlDatabase>(database);

    public sealed class Opinions(PostgreSqlDatabase database) : OpinionConformance<PostgreSqlDatabase>(database);

    public sealed class Worklists(PostgreSqlDatabase database) : WorklistConformance<PostgreSqlDatabase>(database);

    public sealed class Offers(PostgreSqlDatabase database) : OfferConformance<PostgreSqlDatabase>(database);

    public sealed class Signing(PostgreSqlDatabase database) : SigningConformance<PostgreSqlDatabase>(database);

    public sealed class Promises(PostgreSqlDatabase database) : PromiseConformance<PostgreSqlDatabase>(database);

    public sealed class Ladders(PostgreSqlDatabase database) : LadderConformance<PostgreSqlDatabase>(database);

    public sealed class Messages(PostgreSqlDatabase database) : MessageConformance<PostgreSqlDatabase>(database);

    public sealed class Watching(PostgreSqlDatabase database) : WatchConformance<PostgreSqlDatabase>(database);

    public sealed class Canaries(PostgreSqlDatabase database) : CanaryConformance<PostgreSqlDatabase>(database);

    public sealed class Unseen(PostgreSqlDatabase database) : UnseenConformance<PostgreSqlDatabase>(database);

    public sealed class Timers(PostgreSqlDatabase database) : TimerConformance<PostgreSqlDatabase>(database);

    public sealed class Model(PostgreSqlDatabase database) : ModelConformance<PostgreSqlDatabase>(database);

    public sealed class Erasures(PostgreSqlDatabase database) : ErasureConformance<PostgreSqlDatabase>(database);

    public sealed class Words(PostgreSqlDatabase database) : WordConformance<PostgreSqlDatabase>(database);
}
