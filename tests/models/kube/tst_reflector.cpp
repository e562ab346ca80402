#include "models/kube/reflector.h"

#include <QTest>

using namespace podwright::kube;
using namespace podwright::kube::reflector;
using namespace std::chrono_literals;
using podwright::core::Error;

namespace {

QString describe(const Command &command)
{
    struct Describe
    {
        QString operator()(const RequestPage &page) const
        {
            return QStringLiteral("page(%1%2%3)")
                .arg(page.version ? QStringLiteral("rv=") + QString::fromStdString(*page.version)
                                  : QStringLiteral("newest"),
                     page.notOlderThan ? QStringLiteral(" notOlderThan") : QString(),
                     page.continueToken.empty()
                         ? QString()
                         : QStringLiteral(" continue=") + QString::fromStdString(page.continueToken));
        }
        QString operator()(const OpenWatch &watch) const
        {
            return QStringLiteral("%1(%2)").arg(watch.sendsInitialEvents ? QStringLiteral("stream")
                                                                         : QStringLiteral("watch"),
                                                QString::fromStdString(watch.version));
        }
        QString operator()(const StartTimer &timer) const
        {
            return QStringLiteral("timer(%1)").arg(timer.wait.count());
        }
        QString operator()(const BeginList &) const { return QStringLiteral("drop"); }
        QString operator()(const FinishList &) const { return QStringLiteral("replace"); }
        QString operator()(const Cancel &) const { return QStringLiteral("cancel"); }
    };
    return std::visit(Describe{}, command);
}

Failure failure(Error::Kind kind)
{
    return {.error = {.kind = kind, .message = QStringLiteral("no")}};
}

Failure tooLarge()
{
    Failure result = failure(Error::Kind::Timeout);
    result.versionIsTooLarge = true;
    result.error.retryAfterSeconds = 1;
    return result;
}

// Drives the machine with a clock moved by hand and no randomness.
struct Machine
{
    State state;
    TimePoint now{1h};
    double random = 0;

    QString feed(const Input &input)
    {
        Step step = next(state, input, {now, random});
        state = step.state;
        QStringList texts;
        for (const Command &command : step.commands)
            texts << describe(command);
        return texts.join(QLatin1Char(' '));
    }

    // Listed at version 10, watching since then.
    static Machine watching()
    {
        Machine machine;
        machine.feed(Start{});
        machine.feed(Page{"10", ""});
        machine.now += 10s;
        return machine;
    }
};

} // namespace

Q_DECLARE_METATYPE(Error::Kind)

class TestReflector : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firstListIsOfTheNewest()
    {
        Machine machine;
        QCOMPARE(machine.feed(Start{}), "drop page(newest)");
        QCOMPARE(machine.state.phase, WatchState::Listing);
        QCOMPARE(machine.feed(Start{}), "");
        QCOMPARE(machine.feed(Page{"10", ""}), "replace watch(10)");
        QCOMPARE(machine.state.phase, WatchState::Watching);
    }

    void pagesFollowTheirTokenWithoutVersion()
    {
        Machine machine;
        machine.feed(Start{});
        QCOMPARE(machine.feed(Page{"10", "a"}), "page(newest continue=a)");
        QCOMPARE(machine.feed(Page{"10", "b"}), "page(newest continue=b)");
        QCOMPARE(machine.feed(Page{"10", ""}), "replace watch(10)");
    }

    void watchTimeoutIsSpread_data()
    {
        QTest::addColumn<double>("random");
        QTest::addColumn<int>("seconds");
        QTest::newRow("least") << 0.0 << 300;
        QTest::newRow("middle") << 0.5 << 450;
        QTest::newRow("most") << 0.9999 << 599;
    }
    void watchTimeoutIsSpread()
    {
        QFETCH(double, random);
        QFETCH(int, seconds);
        Machine machine;
        machine.feed(Start{});
        const Step step = next(machine.state, Page{"10", ""}, {machine.now, random});
        QCOMPARE(std::get<OpenWatch>(step.commands.back()).timeout.count(), seconds);
    }

    void cleanEndWatchesOnFromTheLastVersion()
    {
        Machine machine = Machine::watching();
        machine.feed(Event{"11"});
        QCOMPARE(machine.feed(Event{"17"}), "");
        QCOMPARE(machine.feed(StreamEnd{}), "watch(17)");
    }

    void quietWatchIsNoError()
    {
        Machine machine = Machine::watching();
        QCOMPARE(machine.feed(StreamEnd{}), "watch(10)");
    }

    void veryShortWatchListsAfresh()
    {
        Machine machine = Machine::watching();
        machine.feed(StreamEnd{});
        machine.now += 999ms;
        QCOMPARE(machine.feed(StreamEnd{}), "drop timer(800)");
        QCOMPARE(machine.state.phase, WatchState::BackingOff);
        QVERIFY(!machine.state.lastError.message.isEmpty());
        QCOMPARE(machine.feed(Timer{}), "page(rv=10 notOlderThan)");
    }

    void shortWatchWithEventsIsFine()
    {
        Machine machine = Machine::watching();
        machine.feed(StreamEnd{});
        machine.feed(Event{"11"});
        QCOMPARE(machine.feed(StreamEnd{}), "watch(11)");
    }

    void failedWatch_data()
    {
        QTest::addColumn<Error::Kind>("kind");
        QTest::addColumn<QString>("commands");
        QTest::addColumn<WatchState>("phase");
        QTest::addColumn<QString>("afterwards");
        const QString again = QStringLiteral("watch(12)");
        const QString wait = QStringLiteral("cancel timer(800)");
        QTest::newRow("connection refused, reset, truncated")
            << Error::Kind::Network << wait << WatchState::BackingOff << again;
        QTest::newRow("read timeout") << Error::Kind::Timeout << wait << WatchState::BackingOff << again;
        QTest::newRow("429") << Error::Kind::Throttled << wait << WatchState::BackingOff << again;
        QTest::newRow("500") << Error::Kind::Server << wait << WatchState::BackingOff << again;
        QTest::newRow("410") << Error::Kind::Expired << "cancel drop page(newest)" << WatchState::Listing << "";
        const QString list = QStringLiteral("page(rv=12 notOlderThan)");
        const QString slow = QStringLiteral("cancel drop timer(30000)");
        QTest::newRow("403") << Error::Kind::Forbidden << slow << WatchState::Forbidden << list;
        QTest::newRow("401") << Error::Kind::Unauthorized << slow << WatchState::BackingOff << list;
        QTest::newRow("404") << Error::Kind::NotFound << slow << WatchState::BackingOff << list;
        QTest::newRow("400") << Error::Kind::Invalid << slow << WatchState::BackingOff << "page(newest)";
    }
    void failedWatch()
    {
        QFETCH(Error::Kind, kind);
        Machine machine = Machine::watching();
        machine.feed(Event{"12"});
        QTEST(machine.feed(failure(kind)), "commands");
        QTEST(machine.state.phase, "phase");
        QTEST(machine.feed(Timer{}), "afterwards");
    }

    void expiredWatchListsTheNewestAndGoesOn()
    {
        Machine machine = Machine::watching();
        machine.feed(failure(Error::Kind::Expired));
        QCOMPARE(machine.feed(Page{"50", ""}), "replace watch(50)");
        machine.now += 10s;
        machine.feed(failure(Error::Kind::Forbidden));
        QCOMPARE(machine.feed(Timer{}), "page(rv=50 notOlderThan)");
    }

    void expiredTokenListsTheNewestAfresh()
    {
        Machine machine;
        machine.feed(Start{});
        machine.feed(Page{"10", "a"});
        QCOMPARE(machine.feed(failure(Error::Kind::Expired)), "cancel drop page(newest)");
        QCOMPARE(machine.feed(Page{"20", "b"}), "page(newest continue=b)");
        QCOMPARE(machine.feed(failure(Error::Kind::Expired)), "cancel drop page(newest)");
    }

    void expiredNewestListWaits()
    {
        Machine machine = Machine::watching();
        machine.feed(failure(Error::Kind::Expired));
        QCOMPARE(machine.feed(failure(Error::Kind::Expired)), "cancel drop timer(800)");
        QCOMPARE(machine.feed(Timer{}), "page(newest)");
    }

    void throttledKeepsTheTokenAndWaitsAsTold()
    {
        Machine machine;
        machine.feed(Start{});
        machine.feed(Page{"10", "a"});
        Failure throttled = failure(Error::Kind::Throttled);
        throttled.error.retryAfterSeconds = 7;
        QCOMPARE(machine.feed(throttled), "cancel timer(7000)");
        QCOMPARE(machine.feed(Timer{}), "page(newest continue=a)");
    }

    void tooLargeVersionIsTriedOnceMoreThenForgotten()
    {
        Machine machine = Machine::watching();
        machine.feed(failure(Error::Kind::Forbidden));
        QCOMPARE(machine.feed(Timer{}), "page(rv=10 notOlderThan)");
        QCOMPARE(machine.feed(tooLarge()), "cancel timer(1000)");
        QCOMPARE(machine.feed(Timer{}), "page(rv=10 notOlderThan)");
        QCOMPARE(machine.feed(tooLarge()), "cancel drop timer(1000)");
        QCOMPARE(machine.feed(Timer{}), "page(newest)");
    }

    void lastingServerErrorsEndInAList()
    {
        Machine machine = Machine::watching();
        for (int i = 0; i < 3; ++i) {
            machine.feed(failure(Error::Kind::Server));
            QCOMPARE(machine.feed(Timer{}), "watch(10)");
        }
        machine.feed(failure(Error::Kind::Server));
        QCOMPARE(machine.feed(Timer{}), "page(rv=10 notOlderThan)");
    }

    void anEventEndsTheRowOfServerErrors()
    {
        Machine machine = Machine::watching();
        for (int i = 0; i < 10; ++i) {
            machine.feed(failure(Error::Kind::Server));
            QCOMPARE(machine.feed(Timer{}), "watch(10)");
            machine.feed(Event{"10"});
        }
        QCOMPARE(machine.state.lastError, Error());
    }

    void backoffDoublesUpToItsCap()
    {
        Machine machine = Machine::watching();
        QStringList waits;
        for (int i = 0; i < 7; ++i) {
            waits << machine.feed(failure(Error::Kind::Network)).section(QLatin1Char(' '), -1);
            machine.feed(Timer{});
        }
        QCOMPARE(waits.join(QLatin1Char(' ')),
                 "timer(800) timer(1600) timer(3200) timer(6400) timer(12800) timer(25600) timer(30000)");
        machine.random = 0.5;
        QCOMPARE(machine.feed(failure(Error::Kind::Network)), "cancel timer(45000)");
    }

    void backoffIsForgottenAfterTwoMinutes()
    {
        Machine machine = Machine::watching();
        machine.feed(failure(Error::Kind::Network));
        machine.feed(Timer{});
        machine.now += 120s;
        QCOMPARE(machine.feed(failure(Error::Kind::Network)), "cancel timer(1600)");
        machine.feed(Timer{});
        machine.now += 121s;
        QCOMPARE(machine.feed(failure(Error::Kind::Network)), "cancel timer(800)");
    }

    void failedListIsRetriedAsItWas()
    {
        Machine machine;
        machine.feed(Start{});
        QCOMPARE(machine.feed(failure(Error::Kind::Network)), "cancel timer(800)");
        QCOMPARE(machine.feed(Timer{}), "page(newest)");
    }

    void stopForgetsEverything()
    {
        Machine machine = Machine::watching();
        QCOMPARE(machine.feed(Stop{}), "cancel");
        QCOMPARE(machine.state.phase, WatchState::Stopped);
        QCOMPARE(machine.feed(Stop{}), "");
        QCOMPARE(machine.feed(Start{}), "drop page(newest)");
    }

    void aStreamedListBecomesTheWatch()
    {
        Machine machine;
        QCOMPARE(machine.feed(StartStreaming{}), "drop stream() timer(10000)");
        QCOMPARE(machine.state.phase, WatchState::Listing);
        QCOMPARE(machine.feed(Event{"3"}), "");
        QCOMPARE(machine.feed(ListEnd{"10"}), "replace");
        QCOMPARE(machine.state.phase, WatchState::Watching);
        QCOMPARE(machine.feed(Timer{}), ""); // of the list's patience
        machine.feed(Event{"12"});
        QCOMPARE(machine.feed(StreamEnd{}), "watch(12)");
        machine.feed(failure(Error::Kind::Expired));
        QCOMPARE(machine.state.phase, WatchState::Listing);
    }

    void aStreamedListThatExpiredIsStreamedAfresh()
    {
        Machine machine;
        machine.feed(StartStreaming{});
        machine.feed(ListEnd{"10"});
        QCOMPARE(machine.feed(failure(Error::Kind::Expired)), "cancel drop stream() timer(10000)");
        QCOMPARE(machine.feed(failure(Error::Kind::Network)), "cancel timer(800)");
        QCOMPARE(machine.feed(Timer{}), "drop stream() timer(10000)");
    }

    void serversWithoutStreamedListsGivePages_data()
    {
        QTest::addColumn<int>("which");
        QTest::newRow("422: the feature is off, or unknown") << 0;
        QTest::newRow("a plain watch that says nothing") << 1;
        QTest::newRow("the stream ends before its list") << 2;
    }
    void serversWithoutStreamedListsGivePages()
    {
        QFETCH(int, which);
        const std::vector<Input> inputs{failure(Error::Kind::Invalid), Timer{}, StreamEnd{}};
        Machine machine;
        machine.feed(StartStreaming{});
        QCOMPARE(machine.feed(inputs[static_cast<size_t>(which)]), "cancel drop page(newest)");
        QCOMPARE(machine.feed(Page{"10", ""}), "replace watch(10)");
        machine.feed(Stop{});
        QCOMPARE(machine.feed(StartStreaming{}), "drop page(newest)"); // it was learnt
    }

    void aSlowStreamedListIsWaitedFor()
    {
        Machine machine;
        machine.feed(StartStreaming{});
        machine.feed(Event{"3"});
        QCOMPARE(machine.feed(Timer{}), "timer(10000)");
        QCOMPARE(machine.feed(Timer{}), "cancel drop page(newest)");
    }

    void aRefusedStreamedListWaitsLikeAnyList()
    {
        Machine machine;
        machine.feed(StartStreaming{});
        QCOMPARE(machine.feed(failure(Error::Kind::Forbidden)), "cancel drop timer(30000)");
        QCOMPARE(machine.state.phase, WatchState::Forbidden);
        QCOMPARE(machine.feed(Timer{}), "drop stream() timer(10000)");
    }

    void lateInputsChangeNothing_data()
    {
        QTest::addColumn<int>("which");
        QTest::newRow("timer while watching") << 0;
        QTest::newRow("page while watching") << 1;
        QTest::newRow("event while waiting") << 2;
        QTest::newRow("end while waiting") << 3;
        QTest::newRow("failure while waiting") << 4;
        QTest::newRow("timer when stopped") << 5;
    }
    void lateInputsChangeNothing()
    {
        QFETCH(int, which);
        Machine machine = Machine::watching();
        if (which >= 2 && which <= 4)
            machine.feed(failure(Error::Kind::Network));
        if (which == 5)
            machine.feed(Stop{});
        const WatchState before = machine.state.phase;
        const std::vector<Input> inputs{
            Timer{}, Page{"99", ""}, Event{"99"}, StreamEnd{}, failure(Error::Kind::Forbidden), Timer{}};
        QCOMPARE(machine.feed(inputs[static_cast<size_t>(which)]), "");
        QCOMPARE(machine.state.phase, before);
        QVERIFY(machine.state.version != "99");
    }
};

QTEST_GUILESS_MAIN(TestReflector)
#include "tst_reflector.moc"
