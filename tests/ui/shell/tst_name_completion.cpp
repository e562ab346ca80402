// The form offers the names that are on the cluster, without loading what they hold.

#include "models/task/task_document.h"
#include "tests/models/session/loaded_sessions.h"
#include "tests/support/fake_api_server.h"
#include "ui/designer/designer_page.h"
#include "ui/shell/name_completion.h"
#include "ui/style/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QLineEdit>
#include <QTableView>
#include <QTest>

using namespace podwright;

namespace {

constexpr int patient = 30000;

std::string listOf(std::initializer_list<const char *> names)
{
    core::Json list{{"kind", "PartialObjectMetadataList"}, {"items", core::Json::array()}};
    for (const char *name : names)
        list["items"].push_back({{"metadata", {{"name", name}}}});
    return list.dump();
}

} // namespace

class TestNameCompletion : public QObject
{
    Q_OBJECT
    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<support::FakeApiServer> m_server;
    std::unique_ptr<session::SessionManager> m_sessions;
    std::unique_ptr<ui::designer::DesignerPage> m_designer;
    std::unique_ptr<ui::shell::NameCompletion> m_completion;

    static void serve(const support::FakeRequest &request, support::FakeAnswer &answer)
    {
        const auto asks = [&request](const char *part) { return request.target.find(part) != std::string::npos; };
        if (asks("/version"))
            answer.replyJson(200, R"({"gitVersion": "v1.35.2"})");
        else if (asks("/serviceaccounts"))
            answer.replyJson(200, listOf({"default", "etl-kpo"}));
        else if (asks("/secrets/db"))
            answer.replyJson(200, R"({"kind": "PartialObjectMetadata", "metadata": {"name": "db", "managedFields": [
                {"fieldsV1": {"f:data": {"f:password": {}, "f:user": {}}}}]}})");
        else if (asks("/secrets"))
            answer.replyJson(200, listOf({"db", "registry"}));
        else if (asks("/priorityclasses"))
            answer.replyJson(403, R"({"kind": "Status", "code": 403, "message": "no"})");
        else
            answer.replyJson(200, listOf({"default", "team"}));
    }

    QLineEdit *line(const char *argument) const
    {
        return m_designer->findChild<QLineEdit *>(QLatin1String(argument) + QStringLiteral(".control"));
    }

    void enter(QLineEdit *line) { Q_EMIT qApp->focusChanged(nullptr, line); }

    static QStringList offered(const QLineEdit *line)
    {
        QStringList names;
        const QAbstractItemModel *model = line->completer() ? line->completer()->model() : nullptr;
        for (int row = 0; model && row < model->rowCount(); ++row)
            names += model->index(row, 0).data().toString();
        return names;
    }

    void connectToIt()
    {
        const session::ClusterSession *session = m_sessions->session(QStringLiteral("x"));
        QTRY_VERIFY_WITH_TIMEOUT(session->state() == session::ConnectionState::Connected, patient);
        QTRY_VERIFY_WITH_TIMEOUT(session->namespaces().contains(QStringLiteral("team")), patient);
    }

private Q_SLOTS:
    void initTestCase() { ui::style::install(*qApp, ui::style::Theme::Light); }

    void init()
    {
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere"));
        m_server = std::make_unique<support::FakeApiServer>(support::FakeServerOptions{.isTls = false}, &serve);
        m_sessions = session::test::loadSessions(
            *m_home, "clusters: [{name: c, cluster: {server: '" + QByteArray::fromStdString(m_server->url()) +
                         "'}}]\ncontexts: [{name: x, context: {cluster: c, namespace: own}}]\ncurrent-context: x\n");
        m_designer = std::make_unique<ui::designer::DesignerPage>();
        QVERIFY(m_designer->openExample(QStringLiteral("KPO_bash_command")).ok());
        m_completion = std::make_unique<ui::shell::NameCompletion>(*m_designer, *m_sessions, nullptr);
    }

    void cleanup()
    {
        m_completion.reset();
        m_designer.reset();
        m_sessions.reset();
        m_server.reset();
        m_home.reset();
    }

    void namesAreOfferedInTheTasksNamespace()
    {
        connectToIt();
        m_designer->currentDocument()->edit("/task/namespace", "team");
        QLineEdit *account = line("service_account_name");
        QVERIFY(account);
        enter(account);
        QTRY_COMPARE_WITH_TIMEOUT(offered(account), (QStringList{QStringLiteral("default"), QStringLiteral("etl-kpo")}),
                                  patient);
        const support::FakeRequest asked = m_server->requests().back();
        QVERIFY2(asked.target.starts_with("/api/v1/namespaces/team/serviceaccounts"), asked.target.c_str());
        QVERIFY(asked.header("accept").find("PartialObjectMetadataList") != std::string::npos);
        Q_EMIT account->completer()->activated(QStringLiteral("etl-kpo"));
        QCOMPARE(account->text(), QStringLiteral("etl-kpo"));
        QVERIFY(m_designer->currentDocument()->task().argument("service_account_name") == "etl-kpo");
        enter(line("namespace"));
        QVERIFY(!account->completer());
        QCOMPARE(offered(line("namespace")), (QStringList{QStringLiteral("default"), QStringLiteral("team")}));
    }

    void secretsAndTheirKeysAreOfferedWithoutValues()
    {
        connectToIt();
        m_designer->currentDocument()->edit(
            "/task/secrets",
            core::Json::array(
                {{{"deploy_type", "env"}, {"deploy_target", "WORD"}, {"secret", "db"}, {"key", "user"}}}));
        auto *control = m_designer->findChild<QWidget *>(QStringLiteral("secrets.control"));
        QVERIFY(control);
        auto *table = qobject_cast<QTableView *>(control);
        if (!table)
            table = control->findChild<QTableView *>();
        QVERIFY(table);
        const auto editorOf = [this, table](int column) {
            const QModelIndex cell = table->model()->index(0, column);
            table->setCurrentIndex(cell);
            table->edit(cell);
            auto *editor = table->viewport()->findChild<QLineEdit *>();
            if (editor)
                enter(editor);
            return editor;
        };
        QLineEdit *name = editorOf(2);
        QVERIFY(name);
        QTRY_COMPARE_WITH_TIMEOUT(offered(name), (QStringList{QStringLiteral("db"), QStringLiteral("registry")}),
                                  patient);
        QTest::keyClick(name, Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!table->viewport()->findChild<QLineEdit *>(), patient);
        QLineEdit *key = editorOf(3);
        QVERIFY(key);
        QTRY_COMPARE_WITH_TIMEOUT(offered(key), (QStringList{QStringLiteral("password"), QStringLiteral("user")}),
                                  patient);
        for (const support::FakeRequest &request : m_server->requests()) {
            if (request.target.find("/secrets") != std::string::npos)
                QVERIFY2(request.header("accept").find("as=PartialObjectMetadata") != std::string::npos,
                         request.target.c_str());
        }
    }

    void nothingIsAskedOfAClusterNotInUse()
    {
        enter(line("service_account_name"));
        QVERIFY(m_server->requests().empty());
        QVERIFY(m_sessions->sessions().empty());
        QVERIFY(!line("service_account_name")->completer());
    }

    void whatMayNotBeListedIsNotOffered()
    {
        connectToIt();
        QLineEdit *priority = line("priority_class_name");
        enter(priority);
        QTRY_VERIFY_WITH_TIMEOUT(m_server->requests().back().target.find("priorityclasses") != std::string::npos,
                                 patient);
        enter(line("service_account_name"));
        QTRY_VERIFY_WITH_TIMEOUT(line("service_account_name")->completer(), patient);
        QVERIFY(!priority->completer());
    }
};

QTEST_MAIN(TestNameCompletion)
#include "tst_name_completion.moc"
