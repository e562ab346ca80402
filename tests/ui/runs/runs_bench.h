#pragma once

#include "models/core/files.h"
#include "tests/models/session/log_cluster.h"
#include "ui/runs/run_view.h"
#include "ui/runs/runs_page.h"

#include <QCoreApplication>
#include <QSettings>

namespace podwright::ui::runs::test {

// A home of a test's own, with its settings and its history of runs.
class OwnHistory
{
public:
    OwnHistory()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("podwright"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, home.path());
    }

    support::PrivateHome home{QStringLiteral("/nowhere")};
    podwright::runs::History history{core::stateFolder()};
};

// The page over a cluster of which the test says what logs it has. The page is empty until start().
class RunsBench : public OwnHistory
{
public:
    explicit RunsBench(session::test::LogCluster::Log log)
        : cluster(std::move(log))
        , sessions(cluster.connect(home))
        , center(*sessions, history, core::systemClock())
        , page(center, *sessions, core::systemClock())
    {
        page.resize(1200, 800);
        page.show();
    }

    void start() { center.start(); }
    RunView *view() const { return page.findChild<RunView *>(); }
    QAbstractItemModel *rows() const { return view()->model(); }

    session::test::LogCluster cluster;
    std::unique_ptr<session::SessionManager> sessions;
    session::RunCenter center;
    RunsPage page;
};

} // namespace podwright::ui::runs::test
