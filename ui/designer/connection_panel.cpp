#include "ui/designer/connection_panel.h"

#include "models/core/strings.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/elided_label.h"

#include <QCheckBox>
#include <QHBoxLayout>

namespace podwright::ui::designer {

using namespace std::chrono_literals;

ConnectionPanel::ConnectionPanel(QWidget *parent)
    : CodePage(CodeLanguage::Shell, QStringLiteral("connectionCode"), tr("Airflow connection"), parent)
    , m_throttle(150ms, 800ms)
    , m_context(new widgets::ElidedLabel)
    , m_secrets(new QCheckBox(tr("With credentials")))
{
    m_context->setObjectName(QStringLiteral("connectionContext"));
    style::setProperty(m_context, "kind", "muted");
    m_secrets->setObjectName(QStringLiteral("withCredentials"));
    m_secrets->setAccessibleName(tr("Put the credentials of the context into the text"));
    m_secrets->setToolTip(m_secrets->accessibleName());
    bar()->setContentsMargins(style::space, style::grid, style::space, style::grid);
    bar()->addWidget(m_context, 1);
    bar()->addWidget(m_secrets);
    connect(m_secrets, &QCheckBox::toggled, this, &ConnectionPanel::ask);
    connect(&m_throttle, &core::Throttle::fired, this, &ConnectionPanel::ask);
}

bool ConnectionPanel::isPrivate() const
{
    return m_isPrivate;
}

void ConnectionPanel::showText(const std::string &text, bool isPrivate)
{
    m_isPrivate = isPrivate;
    view()->showText(text);
}

void ConnectionPanel::setTask(const std::optional<task::Task> &task)
{
    const bool isOther = !task || !m_task || task->taskId() != m_task->taskId();
    m_task = task;
    if (isOther)
        clear();
    refresh();
}

void ConnectionPanel::refresh()
{
    if (isVisible())
        m_throttle.request();
}

// Without credentials, whatever was chosen before.
void ConnectionPanel::clear()
{
    const QSignalBlocker quiet(m_secrets);
    m_secrets->setChecked(false);
    dismissTrouble();
    m_context->showText({});
    showNotes({});
    showText({}, false);
}

void ConnectionPanel::showEvent(QShowEvent *event)
{
    CodePage::showEvent(event);
    ask();
}

void ConnectionPanel::hideEvent(QHideEvent *event)
{
    CodePage::hideEvent(event);
    clear();
}

void ConnectionPanel::ask()
{
    m_throttle.cancel();
    m_secrets->setEnabled(m_task.has_value());
    if (!m_secrets->isChecked() && m_isPrivate)
        showText({}, false); // at once
    if (m_task && isVisible())
        Q_EMIT accessRequested(*m_task, m_secrets->isChecked());
}

void ConnectionPanel::showAccess(const core::Result<airflow::ClusterAccess> &access, bool withSecrets)
{
    if (!m_task || !isVisible() || withSecrets != m_secrets->isChecked())
        return;
    const auto exported = access ? airflow::exportConnection(airflow::accessOf(*m_task, *access), withSecrets)
                                 : core::Result<airflow::Exported>(access.error());
    showText(exported ? exported->text : std::string(), withSecrets);
    m_context->showText(access ? tr("Context %1").arg(core::qt(access->context)) : QString());
    if (!exported)
        return showTrouble(exported.error(), false);
    dismissTrouble();
    m_fileName = exported->fileName;
    showNotes({exported->notes.begin(), exported->notes.end()}, withSecrets);
}

} // namespace podwright::ui::designer
