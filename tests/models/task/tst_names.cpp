#include "models/task/names.h"

#include <QTest>

using namespace podwright::task;

class TestNames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void taskIds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const QString &text, const QString &expected) {
            QTest::addRow("%s", qPrintable(text.left(30))) << text << expected;
        };
        row(QStringLiteral("my_task"), QStringLiteral("my-task"));
        row(QStringLiteral("group.inner_task"), QStringLiteral("group-inner-task"));
        row(QStringLiteral("a__b--c"), QStringLiteral("a-b-c"));
        row(QStringLiteral("été"), QStringLiteral("ete"));
        row(QStringLiteral("1,000 rows"), QStringLiteral("1000-rows"));
        row(QStringLiteral("a,b 1,x"), QStringLiteral("a-b-1-x"));
        row(QString(70, QLatin1Char('t')), QString(63, QLatin1Char('t')));
        row(QString(62, QLatin1Char('t')) + QStringLiteral("_x"), QString(62, QLatin1Char('t')));
        row(QStringLiteral("KPO_bash_command"), QStringLiteral("kpo-bash-command"));
        row(QStringLiteral("Straße"), QStringLiteral("strasse"));
        row(QStringLiteral("Ærø"), QStringLiteral("aero"));
        row(QStringLiteral("Łódź"), QStringLiteral("lodz"));
        row(QStringLiteral("ĐẶNG"), QStringLiteral("dang"));
        row(QStringLiteral("İstanbul"), QStringLiteral("istanbul"));
        row(QStringLiteral("Þórður"), QStringLiteral("thordur"));
        row(QStringLiteral("привет мир"), QStringLiteral("privet-mir"));
        row(QStringLiteral("αβγ"), QStringLiteral("abg"));
        row(QStringLiteral("don't"), QStringLiteral("don-t"));
        row(QStringLiteral("don’t"), QStringLiteral("dont"));
        row(QStringLiteral("½"), QStringLiteral("1-2"));
        row(QStringLiteral("_x_"), QStringLiteral("x"));
        row(QStringLiteral("---"), QString());
        row(QString(), QString());
    }

    void taskIds()
    {
        QFETCH(QString, text);
        QTEST(QString::fromStdString(nameFromTaskId(text.toStdString())), "expected");
    }

    void givenNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sent");
        QTest::addColumn<QString>("withSuffix");
        const auto row = [](const char *name, const char *sent, const char *withSuffix) {
            QTest::newRow(name) << QString::fromUtf8(name) << QString::fromUtf8(sent) << QString::fromUtf8(withSuffix);
        };
        row("My_Pod.name", "my-pod-name", "my-pod-name-a1b2c3d4");
        row("--a__b--", "--a-b--", "a-b-a1b2c3d4");
        row("Ünï", "-n-", "n-a1b2c3d4");
        row("my_pod_1", "my-pod-1", "my-pod-1-a1b2c3d4");
        row("a_.b", "a-b", "a-b-a1b2c3d4");
        row("a_-_b", "a---b", "a---b-a1b2c3d4");
    }

    void givenNames()
    {
        QFETCH(QString, name);
        const auto sent = sanitizeName(name.toStdString());
        QVERIFY(sent);
        QTEST(QString::fromStdString(*sent), "sent");
        QTEST(QString::fromStdString(withNameSuffix(*sent, "a1b2c3d4")), "withSuffix");
    }

    void refusedNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QString();
        QTest::newRow("blank") << QStringLiteral("my pod");
        QTest::newRow("slash") << QStringLiteral("a/b");
        QTest::newRow("line end inside") << QStringLiteral("a\nb");
        QTest::newRow("too long") << QString(221, QChar(u'ä'));
    }

    void refusedNames()
    {
        QFETCH(QString, name);
        const auto result = sanitizeName(name.toStdString());
        QVERIFY(!result);
        QCOMPARE(result.error().where, QStringLiteral("/task/name"));
        QVERIFY(!result.error().hint.isEmpty());
    }

    void lengthCountsCharacters() { QVERIFY(sanitizeName(QString(220, QChar(u'ä')).toStdString())); }

    void suffixCutsTheName()
    {
        QCOMPARE(withNameSuffix(std::string(70, 't'), "a1b2c3d4"), std::string(54, 't') + "-a1b2c3d4");
        QCOMPARE(withNameSuffix(std::string(53, 't') + "-x", "a1b2c3d4"), std::string(53, 't') + "-a1b2c3d4");
        QCOMPARE(withNameSuffix("-.a.-", "a1b2c3d4"), std::string("a-a1b2c3d4"));
    }

    void labels_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("expected");
        const auto row = [](const QString &value, const QString &expected) {
            QTest::addRow("%s", qPrintable(value.left(30))) << value << expected;
        };
        row(QStringLiteral("dag"), QStringLiteral("dag"));
        row(QStringLiteral("group.task_1"), QStringLiteral("group.task_1"));
        row(QStringLiteral("manual__2016-01-01T01:00:00+01:00"),
            QStringLiteral("manual__2016-01-01T0100000100-da4d1ce7b"));
        row(QStringLiteral("scheduled__2024-03-08T22:20:21.224218+00:00"),
            QStringLiteral("scheduled__2024-03-08T222021.2242180000-de1bf43e7"));
        row(QStringLiteral("my task"), QStringLiteral("mytask-d26b84323"));
        row(QStringLiteral("_leading"), QStringLiteral("leading-668dc1710"));
        row(QStringLiteral("trailing_"), QStringLiteral("trailing-523bfa4ae"));
        row(QStringLiteral("été"), QStringLiteral("t-deaf6a1e9"));
        row(QStringLiteral("-1"), QStringLiteral("1-6bb61e3b7"));
        row(QString(64, QLatin1Char('a')), QString(53, QLatin1Char('a')) + QStringLiteral("-014842d48"));
        row(QString(63, QLatin1Char('a')), QString(63, QLatin1Char('a')));
        row(QString(), QString());
        row(QStringLiteral(":::"), QStringLiteral("-e441fcf4a"));
    }

    void labels()
    {
        QFETCH(QString, value);
        QTEST(QString::fromStdString(labelSafe(value.toStdString())), "expected");
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
