#pragma once

#include "models/session/run_center.h"
#include "models/session/session_manager.h"

#include <QObject>

namespace podwright::ui::designer {
class DesignerPage;
}
namespace podwright::ui::widgets {
struct Message;
class MessageBar;
} // namespace podwright::ui::widgets

namespace podwright::ui::shell {

// Launches the task in view: the name of a protected context is asked for first, and what stands in the way is told in
// the message bar, with what can be done about it. All it is given must outlive it.
class Launcher : public QObject
{
    Q_OBJECT
public:
    Launcher(designer::DesignerPage &designer, session::SessionManager &sessions, session::RunCenter &center,
             widgets::MessageBar &message, QObject *parent = nullptr);

    void launch();
    bool isReady(); // false: the task in view has errors, which are told

Q_SIGNALS:
    void launched(const QString &run);
    void fieldRequested(const std::string &pointer); // of the task in view, to be mended

private:
    void launchOn(const session::LaunchOptions &options);
    void launchNow(const task::Task &task, const session::LaunchOptions &options);
    void tellTrouble(const core::Error &error, const session::LaunchOptions &options);
    void offerAnotherTry(widgets::Message &message, const core::Error &error, const session::LaunchOptions &options);

    designer::DesignerPage &m_designer;
    session::SessionManager &m_sessions;
    session::RunCenter &m_center;
    widgets::MessageBar &m_message;
};

} // namespace podwright::ui::shell
