#include "ui/designer/connection_panel.h"

#include "models/core/strings.h"
#include "ui/designer/code_view.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace podwright::ui::designer {

using namespace std::chrono_literals;

ConnectionPanel::ConnectionPanel(QWidget *parent)
    : PreviewPage(parent)
    , m_throttle(150ms, 800ms)
    , m_context(new QLabel)
    , m_secrets(new QCheckBox(tr("With credentials")))
    , m_message(new widgets::MessageBar)
    , m_notes(new QLabel)
    , m_view(new CodeView(CodeLanguage::Shell))
{
    m_context->setObjectName(QStringLiteral("connectionContext"));
    m_context->setTextFormat(Qt::PlainText);
    m_context->setMinimumWidth(1);
    style::setProperty(m_context, "kind", "muted");
    m_secrets->setObjectName(QStringLiteral("withCredentials"));
    m_secrets->setAccessibleName(tr("Put the credentials of the context into the text"));
    m_secrets->setToolTip(m_secrets->accessibleName());
    m_view->setObjectName(QStringLiteral("connectionCode"));
    m_view->setAccessibleName(tr("Airflow connection"));
    m_notes->setObjectName(QStringLiteral("connectionNotes"));
    m_notes->setWordWrap(true);
    m_notes->setTextFormat(Qt::PlainText);
    m_notes->setContentsMargins(style::space, style::grid, style::space, style::spaceSmall);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(style::space, style::grid, style::space, style::grid);
    bar->addWidget(m_context, 1);
    bar->addWidget(m_secrets);
    auto *messageRoom = new QVBoxLayout;
    messageRoom->setContentsMargins(style::spaceSmall, 0, style::spaceSmall, 0);
    messageRoom->addWidget(m_message);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addLayout(messageRoom);
    layout->addWidget(m_notes);
    layout->addWidget(m_view, 1);
    m_notes->hide();
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
    m_view->showText(text);
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
    m_message->dismiss();
    m_context->clear();
    m_notes->hide();
    showText({}, false);
}

void ConnectionPanel::showEvent(QShowEvent *event)
{
    PreviewPage::showEvent(event);
    ask();
}

void ConnectionPanel::hideEvent(QHideEvent *event)
{
    PreviewPage::hideEvent(event);
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
    m_notes->hide();
    showText(exported ? exported->text : std::string(), withSecrets);
    m_context->setText(access ? tr("Context %1").arg(core::qt(access->context)) : QString());
    if (!exported)
        return m_message->showMessage(
            {.tone = style::Tone::Bad, .text = exported.error().message, .detail = exported.error().hint});
    m_message->dismiss();
    m_fileName = exported->fileName;
    m_notes->setText(QStringList(exported->notes.begin(), exported->notes.end()).join(u'\n'));
    style::setProperty(m_notes, "kind", withSecrets ? "warning" : "muted");
    m_notes->setVisible(!exported->notes.empty());
}

} // namespace podwright::ui::designer
