// Python source: string literals, names, imports, and the layout that ruff leaves alone.

#include "models/airflow/python_expression.h"
#include "models/airflow/python_imports.h"
#include "models/airflow/python_names.h"
#include "models/airflow/python_text.h"

#include <QTest>

using namespace podwright::airflow;
using podwright::core::Json;

namespace {

QString joined(const std::set<std::string> &names)
{
    QStringList list;
    for (const std::string &name : names)
        list += QString::fromStdString(name);
    return list.join(QLatin1Char(' '));
}

} // namespace

class TestPythonText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void strings_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("literal");
        QTest::newRow("plain") << QByteArray("echo hello") << QByteArray("\"echo hello\"");
        QTest::newRow("empty") << QByteArray() << QByteArray("\"\"");
        QTest::newRow("apostrophe") << QByteArray("it's") << QByteArray("\"it's\"");
        QTest::newRow("quotes") << QByteArray("say \"hi\"") << QByteArray("'say \"hi\"'");
        QTest::newRow("as many of both") << QByteArray("'\"'\"") << QByteArray("\"'\\\"'\\\"\"");
        QTest::newRow("more quotes") << QByteArray("\"a\" it's") << QByteArray("'\"a\" it\\'s'");
        QTest::newRow("backslash") << QByteArray("C:\\new") << QByteArray("\"C:\\\\new\"");
        QTest::newRow("lines") << QByteArray("a\nb\tc\r") << QByteArray("\"a\\nb\\tc\\r\"");
        QTest::newRow("letters") << QByteArray("é 日本") << QByteArray("\"é 日本\"");
        QTest::newRow("emoji") << QByteArray("🚀") << QByteArray("\"🚀\"");
        QTest::newRow("no-break space") << QByteArray("\u00a0") << QByteArray("\"\\xa0\"");
        QTest::newRow("right to left mark") << QByteArray("\u202e") << QByteArray("\"\\u202e\"");
        QTest::newRow("zero") << QByteArray("a\0b", 3) << QByteArray("\"a\\x00b\"");
    }
    void strings()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, literal);
        QCOMPARE(QByteArray::fromStdString(pythonString(text.toStdString())), literal);
    }

    void blocks()
    {
        QCOMPARE(pythonBlock("set -e\necho \\$HOME\n"), std::string("\"\"\"\\\nset -e\necho \\\\$HOME\n\"\"\""));
        QCOMPARE(pythonBlock("one line\n"), std::string("\"one line\\n\""));
        QCOMPARE(pythonBlock("a\n\"\"\"\n"), std::string("'a\\n\"\"\"\\n'"));
        QCOMPARE(pythonBlock("a\nb\""), std::string("'a\\nb\"'"));
        QCOMPARE(pythonBlock("a\n\tb"), std::string("\"a\\n\\tb\""));
    }

    void widths()
    {
        QCOMPARE(pythonWidth("abc"), size_t(3));
        QCOMPARE(pythonWidth("日本"), size_t(4));
        QCOMPARE(pythonWidth("e\u0301"), size_t(1));
    }

    void names_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("hyphen") << QByteArray("task-two") << QByteArray("task_two");
        QTest::newRow("group") << QByteArray("group.inner") << QByteArray("group_inner");
        QTest::newRow("digit") << QByteArray("2nd") << QByteArray("task_2nd");
        QTest::newRow("keyword") << QByteArray("import") << QByteArray("import_");
        QTest::newRow("long") << QByteArray(250, 'x') << QByteArray(32, 'x');
        QTest::newRow("nothing") << QByteArray("--") << QByteArray("task");
    }
    void names()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, name);
        QCOMPARE(QByteArray::fromStdString(pythonName(text.toStdString())), name);
    }

    void namesStayUnique()
    {
        std::set<std::string> taken{"a"};
        QCOMPARE(uniqueName("a", taken), std::string("a_2"));
        QCOMPARE(uniqueName("a", taken), std::string("a_3"));
        QCOMPARE(uniqueName("b", taken), std::string("b"));
    }

    void usedNames_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QString>("names");
        QTest::newRow("call") << QByteArray("get_image(TAG)") << QStringLiteral("TAG get_image");
        QTest::newRow("attribute") << QByteArray("os.environ['HOME']") << QStringLiteral("os");
        QTest::newRow("keyword argument") << QByteArray("f(a=b, c == d)") << QStringLiteral("b c d f");
        QTest::newRow("strings") << QByteArray("f\"x {y}\" + r'z' + \"it's\" + \"\"\"a\" b\"\"\"") << QString();
        QTest::newRow("built in") << QByteArray("len(str(None)) if True else x") << QStringLiteral("x");
        QTest::newRow("lambda") << QByteArray("lambda ti, n: ti.run(n, m)") << QStringLiteral("m");
        QTest::newRow("comprehension") << QByteArray("[x.name for x in items if x]") << QStringLiteral("items");
        QTest::newRow("numbers") << QByteArray("1e3 + 0x1f") << QString();
        QTest::newRow("comment") << QByteArray("a # b") << QStringLiteral("a");
        QTest::newRow("open string") << QByteArray("a + 'b") << QStringLiteral("a");
    }
    void usedNames()
    {
        QFETCH(QByteArray, source);
        QFETCH(QString, names);
        QCOMPARE(joined(namesUsedBy(source.toStdString())), names);
    }

    void literals()
    {
        const Json value = Json::parse("{\"a\": [1, -2.5, true, null], \"b c\": {}, \"d\": {\"!python\": \"f(x)\"}}");
        QCOMPARE(layout(literal(value), 0), std::string("{\"a\": [1, -2.5, True, None], \"b c\": {}, \"d\": f(x)}"));
    }

    void lineOfExactLengthStays()
    {
        const Expression list = listOf({literal(std::string(40, 'a')), literal(std::string(34, 'b'))});
        QCOMPARE(layout(list, 3, "x=", ","),
                 "   x=[\"" + std::string(40, 'a') + "\", \"" + std::string(34, 'b') + "\"],");
        QCOMPARE(layout(list, 4, "x=", ","), "    x=[\n        \"" + std::string(40, 'a') + "\",\n        \"" +
                                                 std::string(34, 'b') + "\",\n    ],");
    }

    void severalLinesSpreadWhatHoldsThem()
    {
        const Expression whole = call("f", {keyword("a", listOf({literal("x\ny\n")}))});
        QCOMPARE(layout(whole, 0), std::string("f(\n    a=[\n        \"\"\"\\\nx\ny\n\"\"\",\n    ],\n)"));
    }

    void importsAreSorted()
    {
        PythonImports imports;
        imports.add("kubernetes.client", "models as k8s");
        imports.add("airflow.sdk", "task");
        imports.add("airflow.sdk", "Variable");
        imports.add("airflow.sdk", "DAG");
        imports.addModule("pendulum");
        imports.add("datetime", "timedelta");
        imports.addModule("os");
        imports.add("airflow.providers.google.cloud.operators.kubernetes_engine", "GKEStartPodOperator");
        QCOMPARE(imports.text(),
                 std::string("import os\n"
                             "from datetime import timedelta\n"
                             "\n"
                             "import pendulum\n"
                             "from airflow.providers.google.cloud.operators.kubernetes_engine import (\n"
                             "    GKEStartPodOperator,\n"
                             ")\n"
                             "from airflow.sdk import DAG, Variable, task\n"
                             "from kubernetes.client import models as k8s\n"));
    }
};

QTEST_GUILESS_MAIN(TestPythonText)
#include "tst_python_text.moc"
