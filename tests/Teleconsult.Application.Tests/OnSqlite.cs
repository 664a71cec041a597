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

// Real commits on two cores: classes that race would only wait for each other.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace Teleconsult.Application.Tests;

/// <summary>Every suite that a database has to pass, on SQLite.
public static class OnSqlite
{
    public sealed class Log(SqliteDatabase database) : LogConformance<SqliteDatabase>(database);

    public sealed class Restore(SqliteDatabase database) : RestoreConformance<SqliteDatabase>(database);

    public sealed class Feed(SqliteDatabase database) : FeedConformance<SqliteDatabase>(database);

    public sealed class Idempotency(SqliteDatabase database) : IdempotencyConformance<SqliteDatabase>(database);

    public sealed class Claims(SqliteDatabase database) : ClaimConformance<SqliteDatabase>(database);

    public sealed class Phrases(SqliteDatabase database) : PhraseConformance<SqliteDatabase>(database);

    public sealed class Views(SqliteDatabase database) : ViewConformance<SqliteDatabase>(database);

    public sealed class Drafts(SqliteDatabase database) : DraftConformance<SqliteDatabase>(database);

    public sealed class Marks(SqliteDatabase database) : MarksConformance<SqliteDatabase>(database);

    public sealed class Grading(SqliteDatabase database) : GradingConformance<SqliteDatabase>(database);

    public sealed class FollowUps(SqliteDatabase database) : FollowUpConformance<SqliteDatabase>(database);
    public sealed class PhotoChecks(SqliteDatabase database) : PhotoCheckConformance<SqliteDatabase>(database);

    public sealed class Emergencies(SqliteDatabase database) : EmergencyConformance<SqliteDatabase>(database);

    public sealed class DutyBook(SqliteDatabase database) : DutyBookConformance<SqliteDatabase>(database);

    public sealed class Directory(SqliteDatabase database) : DirectoryConformance<SqliteDatabase>(database);

    public sealed class Courtesy(SqliteDatabase database) : CourtesyConformance<SqliteDatabase>(database);

    public sealed class CourtesyLists(SqliteDatabase database) : CourtesyListConformance<SqliteDatabase>(database);

    public sealed class Another(SqliteDatabase database) : AnotherConformance<SqliteDatabase>(database);

    public sealed class Amended(SqliteDatabase database) : AmendedConformance<SqliteDatabase>(database);

    public sealed class Rosters(SqliteDatabase database) : RosterConformance<SqliteDatabase>(database);

    public sealed class Hours(SqliteDatabase database) : HoursConformance<SqliteDatabase>(database);

    public sealed class Overview(SqliteDatabase database) : OverviewConformance<SqliteDatabase>(database);

    public sealed class Invitations(SqliteDatabase database) : InvitationConformance<SqliteDatabase>(database);

    public sealed class Audits(SqliteDatabase database) : AuditConformance<SqliteDatabase>(database);

    public sealed class Learning(SqliteDatabase database) : LearningConformance<SqliteDatabase>(database);

    public sealed class FormRules(SqliteDatabase database) : FormRuleConformance<SqliteDatabase>(database);

    public sealed class CloseOuts(SqliteDatabase database) : CloseOutConformance<SqliteDatabase>(database);

    public sealed class Months(SqliteDatabase database) : MonthConformance<SqliteDatabase>(database);

    public sealed class Figures(SqliteDatabase database) : FiguresConformance<SqliteDatabase>(database);

    public sealed class Referrals(SqliteDatabase database) : ReferralConformance<SqliteDatabase>(database);

    public sealed class Opinions(SqliteDatabase database) : OpinionConformance<SqliteDatabase>(database);

    public sealed class Worklists(SqliteDatabase database) : WorklistConformance<SqliteDatabase>(database);

    public sealed class Offers(SqliteDatabase database) : OfferConformance<SqliteDatabase>(database);

    public sealed class Signing(SqliteDatabase database) : SigningConformance<SqliteDatabase>(database);

    public sealed class Promises(SqliteDatabase database) : PromiseConformance<SqliteDatabase>(database);

    public sealed class Ladders(SqliteDatabase database) : LadderConformance<SqliteDatabase>(database);

    public sealed class Messages(SqliteDatabase database) : MessageConformance<SqliteDatabase>(database);

    public sealed class Watching(SqliteDatabase database) : WatchConformance<SqliteDatabase>(database);

    public sealed class Canaries(SqliteDatabase database) : CanaryConformance<SqliteDatabase>(database);

    public sealed class Unseen(SqliteDatabase database) : UnseenConformance<SqliteDatabase>(database);

    public sealed class Timers(SqliteDatabase database) : TimerConformance<SqliteDatabase>(database);

    public sealed class Model(SqliteDatabase database) : ModelConformance<SqliteDatabase>(database);

    public sealed class Erasures(SqliteDatabase database) : ErasureConformance<SqliteDatabase>(database);

    public sealed class Words(SqliteDatabase database) : WordConformance<SqliteDatabase>(database);
}
