#pragma once

#include "models/core/files.h"
#include "models/runs/history.h"
#include "models/session/run_center.h"
#include "tests/support/private_home.h"
#include "ui/shell/main_window.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QTableView>

namespace podwright::e2e {

constexpr int patience = 60000; // milliseconds, for what a cluster does

// A fresh machine for a test program: a home of its own. Runs go to the sandbox, or to the context that
// PODWRIGHT_TEST_CONTEXT names, of the kubeconfig that KUBECONFIG names.
class Machine
{
public:
    Machine()
        : m_context(qEnvironmentVariable("PODWRIGHT_TEST_CONTEXT", session::sandboxContext))
    {
        const QByteArray kubeconfig = qgetenv("KUBECONFIG");
        m_home = std::make_unique<support::PrivateHome>();
        if (m_context != session::sandboxContext)
            qputenv("KUBECONFIG", kubeconfig);
        QCoreApplication::setOrganizationName(QStringLiteral("podwright"));
        QCoreApplication::setApplicationName(QStringLiteral("podwright"));
        QApplication::setQuitOnLastWindowClosed(false); // the test goes on
        ui::style::install(*qApp, ui::style::Theme::Light);
    }
    const QString &context() const { return m_context; }
    QString path(const QString &name) const { return m_home->path(name); }

private:
    QString m_context;
    std::unique_ptr<support::PrivateHome> m_home;
};

// One start of the program.
struct Program
{
    explicit Program(const QString &context)
        : history(core::stateFolder())
        , sessions(core::systemClock())
        , center(sessions, history, core::systemClock())
    {
        new QAbstractItemModelTester(center.table(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                     center.table());
        window = std::make_unique<ui::shell::MainWindow>(sessions, center, core::systemClock());
        sessions.pick(context);
        sessions.load();
        center.start();
        window->open({});
        window->show();
    }

    const QTableView *table(const char *name) const
    {
        return window->findChild<QTableView *>(QString::fromLatin1(name));
    }

    // The row of the only run launched here, or -1; a cluster may have other pods.
    int runRow() const
    {
        const QAbstractItemModel *rows = table("runTable")->model();
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (!runAt(row).isEmpty())
                return row;
        }
        return -1;
    }
    QString runAt(int row) const
    {
        return table("runTable")->model()->index(row, 0).data(tables::RunTableModel::RunIdRole).toString();
    }
    QString cell(int column) const { return table("runTable")->model()->index(runRow(), column).data().toString(); }
    bool isRunDone()
    {
        const session::RunItem *item = runRow() < 0 ? nullptr : center.item(runAt(runRow()));
        return item && item->state().isDone();
    }

    runs::History history;
    session::SessionManager sessions;
    session::RunCenter center;
    std::unique_ptr<ui::shell::MainWindow> window;
};

inline QStringList columnOf(const QTableView *table, int number)
{
    QStringList texts;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        texts.append(table->model()->index(row, number).data().toString());
    return texts;
}

} // namespace podwright::e2e
