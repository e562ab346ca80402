#include "models/core/symbol.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using podwright::core::Symbol;

class TestSymbol : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalTextsAreOneCopy()
    {
        const Symbol a("airflow"), b(std::string("air") + "flow"), other("reports");
        QCOMPARE(&a.text(), &b.text());
        QVERIFY(a == b && !(a == other));
        QVERIFY(a == "airflow" && !(a == "air"));
        QCOMPARE(std::hash<Symbol>()(a), std::hash<Symbol>()(b));
    }

    void theEmptyTextIsNoEntry()
    {
        const std::size_t before = Symbol::count();
        const Symbol none, empty("");
        QVERIFY(none == empty && none.empty() && none == "");
        QCOMPARE(none.text(), std::string());
        QCOMPARE(Symbol::count(), before);
    }

    void theLastUserFreesTheText()
    {
        const std::size_t before = Symbol::count();
        {
            Symbol a("only here");
            const Symbol copy = a;
            const Symbol moved = std::move(a);
            Symbol assigned("something else");
            assigned = copy;
            QCOMPARE(Symbol::count(), before + 1);
            QVERIFY(assigned == moved);
            assigned = *&assigned;
            QCOMPARE(assigned.text(), std::string("only here"));
        }
        QCOMPARE(Symbol::count(), before);
    }

    void threadsMakeAndDropTheSameTexts()
    {
        const std::size_t before = Symbol::count();
        std::atomic<int> wrong = 0;
        std::vector<std::jthread> threads;
        for (int number = 0; number < 4; ++number) {
            threads.emplace_back([&wrong] {
                for (int i = 0; i < 20000; ++i) {
                    const std::string text = "text " + std::to_string(i % 3);
                    const Symbol made(text);
                    const Symbol copy = made;
                    wrong += copy.text() == text && copy == Symbol(text) ? 0 : 1;
                }
            });
        }
        threads.clear();
        QCOMPARE(wrong.load(), 0);
        QCOMPARE(Symbol::count(), before);
    }
};

QTEST_GUILESS_MAIN(TestSymbol)
#include "tst_symbol.moc"
