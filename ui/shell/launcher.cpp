#include "ui/shell/launcher.h"

#include "models/task/task_document.h"
#include "ui/designer/designer_page.h"
#include "ui/widgets/message_bar.h"

#include <algorithm>

namespace podwright::ui::shell {

Launcher::Launcher(designer::DesignerPage &designer, session::SessionManager &sessions, session::RunCenter &center,
                   widgets::MessageBar &message, QObject *parent)
    : QObject(parent)
    , m_designer(designer)
    , m_sessions(sessions)
    , m_center(center)
    , m_message(message)
{}

void Launcher::launch()
{
    if (isReady())
        launchOn({});
}

bool Launcher::isReady()
{
    const task::TaskDocument *document = m_designer.currentDocument();
    if (!document)
        return false;
    const auto isError = [](const task::Problem &problem) {
        return problem.severity == task::Problem::Severity::Error;
    };
    const auto error = std::ranges::find_if(document->problems(), isError);
    if (error == document->problems().end())
        return true;
    Q_EMIT fieldRequested(error->pointer);
    m_message.showMessage(
        {.tone = style::Tone::Bad, .text = tr("This task cannot be launched yet: %1").arg(error->message)});
    return false;
}

void Launcher::launchOn(const session::LaunchOptions &options)
{
    const task::TaskDocument *document = m_designer.currentDocument();
    if (!document)
        return;
    const auto choice = m_sessions.contextFor(document->task(), options.context);
    if (!choice)
        return launchNow(document->task(), options); // tells why not
    m_sessions.guard().pass({choice->context}, tr("launch %1").arg(document->title()), this,
                            [this, task = document->task(), asked = options, context = choice->context] {
                                session::LaunchOptions agreed = asked;
                                agreed.context = context; // the picker may have moved on
                                launchNow(task, agreed);
                            });
}

void Launcher::launchNow(const task::Task &task, const session::LaunchOptions &options)
{
    m_center.renderAndLaunch(task, options, this, [this, options](const core::Result<QString> &run) {
        if (!run)
            return tellTrouble(run.error(), options);
        m_message.dismiss();
        Q_EMIT launched(*run);
    });
}

void Launcher::tellTrouble(const core::Error &error, const session::LaunchOptions &options)
{
    if (error.where.startsWith(QLatin1String("/task/")) || error.where.startsWith(QLatin1String("/sample")))
        Q_EMIT fieldRequested(error.where.toStdString());
    widgets::Message message{.tone = style::Tone::Bad, .text = error.message, .detail = error.hint};
    offerAnotherTry(message, error, options);
    m_message.showMessage(message);
}

void Launcher::offerAnotherTry(widgets::Message &message, const core::Error &error,
                               const session::LaunchOptions &options)
{
    const auto offer = [&](const QString &text, const session::LaunchOptions &changed) {
        message.actions = {{.text = text, .run = [this, changed] { launchOn(changed); }}};
    };
    session::LaunchOptions other = options;
    other.context = m_sessions.currentContext();
    if (options.context.isEmpty() && error.kind == core::Error::Kind::NotFound)
        offer(tr("Launch on %1").arg(other.context), other);
    session::LaunchOptions without = options;
    without.mayMissTemplate = true;
    if (error.kind == core::Error::Kind::Io && error.where == QLatin1String("/task/pod_template_file"))
        offer(tr("Launch without it"), without);
}

} // namespace podwright::ui::shell
