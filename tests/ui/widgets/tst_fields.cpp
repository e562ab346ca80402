#include "ui/style/theme.h"
#include "ui/widgets/block_edit.h"
#include "ui/widgets/block_fields.h"
#include "ui/widgets/choice_fields.h"
#include "ui/widgets/item_chip.h"
#include "ui/widgets/line_fields.h"
#include "ui/widgets/list_field.h"
#include "ui/widgets/names_field.h"
#include "ui/widgets/resources_field.h"
#include "ui/widgets/table_fields.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace podwright;
using namespace podwright::ui;
using core::Json;
using widgets::Field;

namespace {

QByteArray text(const Json &value)
{
    return QByteArray::fromStdString(value.dump());
}

Json json(const char *value)
{
    return core::parseJson(value);
}

QLineEdit *line(Field &field)
{
    return field.findChild<QLineEdit *>();
}

// Types into a cell as a user does: F2, the text, Enter.
void typeIntoCell(Field &field, int row, int column, const QString &words)
{
    auto *view = field.findChild<QTableView *>();
    view->setFocus();
    view->setCurrentIndex(view->model()->index(row, column));
    QTest::keyClick(view, Qt::Key_F2);
    auto *editor = view->findChild<QLineEdit *>(QStringLiteral("cell"));
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, words);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!view->findChild<QLineEdit *>(QStringLiteral("cell")), 30000);
}

} // namespace

class TestFields : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void lineTellsEveryKeystroke()
    {
        widgets::LineField field;
        QSignalSpy edited(&field, &Field::edited);
        QTest::keyClicks(line(field), QStringLiteral("ab"));
        QCOMPARE(edited.size(), 2);
        QCOMPARE(text(field.value()), "\"ab\"");
        line(field)->selectAll();
        QTest::keyClick(line(field), Qt::Key_Delete);
        QCOMPARE(text(field.value()), "null");
        field.setValue("from the document");
        QCOMPARE(edited.size(), 3);
    }

    void lineKeepsTheCursorWhenTheDocumentAnswers()
    {
        widgets::LineField field;
        field.setValue("abcd");
        line(field)->setCursorPosition(2);
        QTest::keyClicks(line(field), QStringLiteral("X"));
        field.setValue(field.value());
        QCOMPARE(line(field)->cursorPosition(), 3);
        QCOMPARE(text(field.value()), "\"abXcd\"");
    }

    void undoKeysAreLeftToTheDocument()
    {
        widgets::LineField field;
        QTest::keyClicks(line(field), QStringLiteral("a"));
        QKeyEvent event(QEvent::ShortcutOverride, Qt::Key_Z, Qt::ControlModifier);
        event.ignore();
        QApplication::sendEvent(line(field), &event);
        QVERIFY(!event.isAccepted());
    }

    void focusIsFollowedThroughEveryJump()
    {
        QStringList story; // outlives the window, whose end moves the focus too
        QWidget window;
        auto *layout = new QVBoxLayout(&window);
        auto *first = new widgets::LineField;
        auto *second = new widgets::EnvField;
        for (const auto &[name, field] :
             {std::pair<QString, Field *>(QStringLiteral("first"), first), {QStringLiteral("second"), second}}) {
            layout->addWidget(field);
            connect(field, &Field::entered, this, [&story, name = name] { story += name + QStringLiteral(" in"); });
            connect(field, &Field::left, this, [&story, name = name] { story += name + QStringLiteral(" out"); });
        }
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        second->setFocus();
        story.clear();
        first->setFocus();
        second->setFocus();
        story.sort();
        QCOMPARE(story.join(u','), QStringLiteral("first in,first out,second in,second out"));
        story.clear();
        QTest::keyClick(second->findChild<QTableView *>(), Qt::Key_F2);
        QVERIFY(second->findChild<QLineEdit *>(QStringLiteral("cell"))->hasFocus());
        QVERIFY(story.isEmpty());
        first->setFocus();
        story.sort();
        QCOMPARE(story.join(u','), QStringLiteral("first in,second out"));
    }

    void numbersAreNumbersAndHalfTypedOnesStayText_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QByteArray>("integer");
        QTest::addColumn<QByteArray>("real");
        QTest::addColumn<QByteArray>("list");
        QTest::newRow("integer") << "240" << QByteArray("240") << QByteArray("240") << QByteArray("240");
        QTest::newRow("negative") << "-1" << QByteArray("-1") << QByteArray("-1") << QByteArray("-1");
        QTest::newRow("fraction") << "0.5" << QByteArray("\"0.5\"") << QByteArray("0.5") << QByteArray("\"0.5\"");
        QTest::newRow("half typed") << "12x" << QByteArray("\"12x\"") << QByteArray("\"12x\"") << QByteArray("\"12x\"");
        QTest::newRow("list") << "1, 99" << QByteArray("\"1, 99\"") << QByteArray("\"1, 99\"") << QByteArray("[1,99]");
    }

    void numbersAreNumbersAndHalfTypedOnesStayText()
    {
        QFETCH(QString, typed);
        QFETCH(QByteArray, integer);
        QFETCH(QByteArray, real);
        QFETCH(QByteArray, list);
        widgets::NumberField integers(widgets::NumberField::Kind::Integer, QStringLiteral("s"));
        widgets::NumberField reals(widgets::NumberField::Kind::Real, {});
        widgets::IntegerListField lists;
        for (Field *field :
             {static_cast<Field *>(&integers), static_cast<Field *>(&reals), static_cast<Field *>(&lists)})
            QTest::keyClicks(line(*field), typed);
        QCOMPARE(text(integers.value()), integer);
        QCOMPARE(text(reals.value()), real);
        QCOMPARE(text(lists.value()), list);
        lists.setValue(json("[3,4]"));
        QCOMPARE(text(lists.value()), "[3,4]");
    }

    void choiceOffersNotGiven()
    {
        widgets::ChoiceField field({QStringLiteral("Always"), QStringLiteral("Never")});
        QSignalSpy edited(&field, &Field::edited);
        auto *box = field.findChild<QComboBox *>();
        QCOMPARE(text(field.value()), "null");
        QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(text(field.value()), "\"Always\"");
        QCOMPARE(edited.size(), 1);
        field.setValue("{{ var.policy }}");
        QCOMPARE(text(field.value()), "\"{{ var.policy }}\"");
        field.setValue(Json());
        QCOMPARE(text(field.value()), "null");
        QCOMPARE(edited.size(), 1);
    }

    void flagHasThreeStates()
    {
        widgets::FlagField field;
        const auto buttons = field.findChildren<QToolButton *>();
        QCOMPARE(buttons.size(), 3);
        QTest::keyClick(buttons[1], Qt::Key_Space);
        QCOMPARE(text(field.value()), "true");
        QTest::keyClick(buttons[2], Qt::Key_Space);
        QCOMPARE(text(field.value()), "false");
        QTest::keyClick(buttons[0], Qt::Key_Space);
        QCOMPARE(text(field.value()), "null");
        field.setValue("{{ flag }}");
        QCOMPARE(text(field.value()), "\"{{ flag }}\"");
        QVERIFY(!buttons[0]->isChecked() && !buttons[1]->isChecked() && !buttons[2]->isChecked());
    }

    void listCountsWhatIsTyped()
    {
        widgets::ListField field;
        QTest::keyClicks(line(field), QStringLiteral("bash"));
        QCOMPARE(text(field.value()), R"(["bash"])");
        QTest::keyClick(line(field), Qt::Key_Return);
        QTest::keyClicks(line(field), QStringLiteral("-cx"));
        QCOMPARE(text(field.value()), R"(["bash","-cx"])");
        field.setValue(field.value()); // the document's answer leaves the line alone
        QCOMPARE(line(field)->text(), QStringLiteral("-cx"));
    }

    void listIsChangedByKeyboard()
    {
        widgets::ListField field;
        field.setValue(json(R"(["a","b","c"])"));
        field.show();
        QTest::keyClick(field.findChild<widgets::ItemChip *>(QStringLiteral("item0")), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(text(field.value()), R"(["b","a","c"])");
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QTest::keyClick(field.findChild<widgets::ItemChip *>(QStringLiteral("item1")), Qt::Key_Delete);
        QCOMPARE(text(field.value()), R"(["b","c"])");
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QTest::keyClick(field.findChild<widgets::ItemChip *>(QStringLiteral("item0")), Qt::Key_Return);
        QCOMPARE(line(field)->text(), QStringLiteral("b"));
        QTest::keyClicks(line(field), QStringLiteral("B"));
        QCOMPARE(text(field.value()), R"(["B","c"])");
        QTest::keyClick(line(field), Qt::Key_Return);
        QTest::keyClick(line(field), Qt::Key_Backspace);
        QCOMPARE(line(field)->text(), QStringLiteral("c"));
    }

    void listStaysOnOneLineWhileItFits()
    {
        widgets::ListField field;
        field.setValue(json(R"(["bash","-cx"])"));
        field.resize(260, 100);
        field.show();
        QVERIFY(QTest::qWaitForWindowExposed(&field));
        QCOMPARE(line(field)->y(), field.findChild<widgets::ItemChip *>(QStringLiteral("item1"))->y());
        QTest::keyClicks(line(field), QString(30, u'x'));
        QTRY_VERIFY_WITH_TIMEOUT(line(field)->y() > field.findChild<widgets::ItemChip *>(QStringLiteral("item1"))->y(),
                                 30000);
    }

    void namesAreAllOrSome()
    {
        widgets::NamesField field;
        field.setValue("base");
        QCOMPARE(text(field.value()), "\"base\"");
        QTest::keyClick(field.findChild<QCheckBox *>(), Qt::Key_Space);
        QCOMPARE(text(field.value()), "true");
        field.setValue(json(R"(["a","b"])"));
        QCOMPARE(text(field.value()), R"(["a","b"])");
    }

    void keyValueIsADictInOrder()
    {
        widgets::KeyValueField field;
        QAbstractItemModelTester tester(field.model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        field.setValue(json(R"({"z":"1","a":2})"));
        QCOMPARE(field.model()->rowCount(), 3);
        typeIntoCell(field, 2, 0, QStringLiteral("team"));
        typeIntoCell(field, 2, 1, QStringLiteral("ml"));
        QCOMPARE(text(field.value()), R"({"z":"1","a":2,"team":"ml"})");
        auto *view = field.findChild<QTableView *>();
        view->setCurrentIndex(view->model()->index(0, 0));
        QTest::keyClick(view, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(text(field.value()), R"({"a":2,"z":"1","team":"ml"})");
        QTest::keyClick(view, Qt::Key_Delete);
        QCOMPARE(text(field.value()), R"({"a":2,"team":"ml"})");
    }

    void envTellsEveryKeystrokeInACell()
    {
        widgets::EnvField field;
        auto *view = field.findChild<QTableView *>();
        QSignalSpy edited(&field, &Field::edited);
        view->setCurrentIndex(view->model()->index(0, 0));
        QTest::keyClick(view, Qt::Key_F2);
        QTest::keyClicks(view->findChild<QLineEdit *>(QStringLiteral("cell")), QStringLiteral("AB"));
        QCOMPARE(edited.size(), 2);
        QCOMPARE(text(field.value()), R"({"AB":""})");
    }

    void envComesFromLiteralsSecretsAndMaps()
    {
        widgets::EnvField field;
        field.setValue(json(R"({"EPOCHS":"40"})"));
        widgets::EntryModel *model = field.model();
        QVERIFY(model->setData(model->index(1, 0), QStringLiteral("DB"), Qt::EditRole));
        QVERIFY(model->setData(model->index(1, 2), QStringLiteral("secret"), Qt::EditRole));
        QVERIFY(model->setData(model->index(1, 1), QStringLiteral("warehouse / password"), Qt::EditRole));
        QCOMPARE(text(field.value()),
                 R"([{"name":"EPOCHS","value":"40"},)"
                 R"({"name":"DB","valueFrom":{"secretKeyRef":{"name":"warehouse","key":"password"}}}])");
        QVERIFY(model->setData(model->index(1, 2), QStringLiteral("field"), Qt::EditRole));
        QVERIFY(model->setData(model->index(1, 1), QStringLiteral("status.podIP"), Qt::EditRole));
        QCOMPARE(text(field.value()[1]), R"({"name":"DB","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}})");
    }

    void envKeepsWhatItCannotShow()
    {
        widgets::EnvField field;
        const Json value = json(R"([{"name":"CPU","valueFrom":{"resourceFieldRef":{"resource":"limits.cpu"}}},7])");
        field.setValue(value);
        QCOMPARE(text(field.value()), text(value));
        QCOMPARE(field.model()->index(0, 2).data().toString(), QStringLiteral("other"));
    }

    void twoVariablesOfOneNameAreNotLost()
    {
        widgets::EnvField field;
        field.setValue(json(R"({"A":"1","B":"2"})"));
        QVERIFY(field.model()->setData(field.model()->index(1, 0), QStringLiteral("A"), Qt::EditRole));
        QCOMPARE(text(field.value()), R"([{"name":"A","value":"1"},{"name":"A","value":"2"}])");
    }

    void secretsHaveTheirFourColumns()
    {
        widgets::SecretsField field;
        typeIntoCell(field, 0, 1, QStringLiteral("DB"));
        typeIntoCell(field, 0, 2, QStringLiteral("warehouse"));
        QVERIFY(field.model()->setData(field.model()->index(0, 0), QStringLiteral("env"), Qt::EditRole));
        QCOMPARE(text(field.value()), R"([{"deploy_target":"DB","secret":"warehouse","deploy_type":"env"}])");
    }

    void resourcesAreRequestsAndLimits()
    {
        widgets::ResourcesField field;
        field.setValue(json(R"({"claims":[{"name":"c"}],"limits":{"example.com/fpga":1}})"));
        QVERIFY(field.findChild<QLineEdit *>(QStringLiteral("limits.example.com/fpga")));
        auto *memory = field.findChild<QLineEdit *>(QStringLiteral("requests.memory"));
        QTest::keyClicks(memory, QStringLiteral("8Gi"));
        QCOMPARE(text(field.value()),
                 R"({"claims":[{"name":"c"}],"limits":{"example.com/fpga":1},"requests":{"memory":"8Gi"}})");
        memory->selectAll();
        QTest::keyClick(memory, Qt::Key_Delete);
        QCOMPARE(text(field.value()), R"({"claims":[{"name":"c"}],"limits":{"example.com/fpga":1}})");
    }

    void resourcesMarkTheLineThatIsWrong()
    {
        widgets::ResourcesField field;
        field.setValue(json(R"({"requests":{"memory":"8Gi"},"limits":{"memory":"6Gi"}})"));
        field.setMark(widgets::Mark::Error, "/limits/memory");
        QCOMPARE(field.findChild<QLineEdit *>(QStringLiteral("limits.memory"))->property("mark").toString(),
                 QStringLiteral("error"));
        QCOMPARE(field.findChild<QLineEdit *>(QStringLiteral("requests.memory"))->property("mark").toString(),
                 QString());
    }

    void yamlKeepsTheLastGoodValue()
    {
        widgets::YamlField field;
        auto *edit = field.findChild<widgets::BlockEdit *>();
        QTest::keyClicks(edit, QStringLiteral("a: [1"));
        QVERIFY(!field.inputError().isEmpty());
        QCOMPARE(text(field.value()), R"({"a":null})"); // of "a: "
        field.setValue(field.value());
        QCOMPARE(edit->toPlainText(), QStringLiteral("a: [1"));
        QTest::keyClicks(edit, QStringLiteral("]"));
        QCOMPARE(field.inputError(), QString());
        QCOMPARE(text(field.value()), R"({"a":[1]})");
        field.setValue(json(R"({"b":true})"));
        QCOMPARE(edit->toPlainText(), QStringLiteral("b: true\n"));
    }

    void valuesAreShownWithoutAnEcho_data()
    {
        QTest::addColumn<QByteArray>("value");
        for (const char *value : {"null", "\"text\"", "12", "[\"a\",1]", "{\"k\":\"v\"}", "true"})
            QTest::newRow(value) << QByteArray(value);
    }

    void valuesAreShownWithoutAnEcho()
    {
        QFETCH(QByteArray, value);
        widgets::LineField line;
        widgets::ChoiceField choice({});
        widgets::FlagField flag;
        widgets::ListField list;
        widgets::NamesField names;
        widgets::EnvField env;
        widgets::KeyValueField pairs;
        widgets::SecretsField secrets;
        widgets::ResourcesField resources;
        widgets::YamlField yaml;
        for (Field *field : std::initializer_list<Field *>{&line, &choice, &flag, &list, &names, &env, &pairs, &secrets,
                                                           &resources, &yaml}) {
            QSignalSpy edited(field, &Field::edited);
            field->setValue(json(value.constData()));
            QCOMPARE(edited.size(), 0);
        }
    }
};

QTEST_MAIN(TestFields)
#include "tst_fields.moc"
