#include "ui/shell/multi_launch_panel.h"

#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/focus_return.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace podwright::ui::shell {
namespace {

constexpr int mostListHeight = 160;

} // namespace

MultiLaunchPanel::MultiLaunchPanel(session::SessionManager &sessions, session::RunCenter &center, QWidget *parent)
    : QFrame(parent)
    , m_sessions(sessions)
    , m_launch(sessions, center)
    , m_title(new QLabel)
    , m_room(new QScrollArea)
    , m_list(new QWidget)
    , m_flow(new widgets::FlowLayout(m_list))
    , m_go(new QPushButton)
{
    setObjectName(QStringLiteral("multiLaunchPanel"));
    style::setProperty(this, "kind", QStringLiteral("message"));
    style::setProperty(m_title, "kind", QStringLiteral("heading"));
    style::setProperty(m_go, "kind", QStringLiteral("primary"));
    m_go->setObjectName(QStringLiteral("multiLaunch"));
    m_go->setAccessibleName(tr("Launch on the ticked contexts"));
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("multiLaunchCancel"));
    m_flow->setSpacing(style::space);
    m_flow->setContentsMargins(0, 0, 0, 0);
    auto *head = new QHBoxLayout;
    head->setSpacing(style::spaceSmall);
    head->addWidget(m_title, 1);
    head->addWidget(m_go);
    head->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    layout->setSpacing(style::spaceSmall);
    layout->addLayout(head);
    style::setProperty(m_list, "surface", QStringLiteral("panel"));
    m_list->setAttribute(Qt::WA_StyledBackground);
    m_room->setWidgetResizable(true);
    m_room->setFocusPolicy(Qt::NoFocus); // its boxes have it
    m_room->setFrameShape(QFrame::NoFrame);
    m_room->setWidget(m_list);
    layout->addWidget(m_room);
    connect(cancel, &QPushButton::clicked, this, &QWidget::hide);
    connect(m_go, &QPushButton::clicked, this, [this] { m_launch.start(m_task, m_name, chosen()); });
    connect(&m_launch, &session::MultiLaunch::finished, this, [this](const auto &launched) {
        hide();
        Q_EMIT finished(launched);
    });
    for (auto signal : {&session::SessionManager::sessionChanged, &session::SessionManager::sessionAdded})
        connect(&sessions, signal, this, &MultiLaunchPanel::refresh);
    connect(&sessions, &session::SessionManager::contextsChanged, this, [this] {
        if (isVisible())
            fill();
    });
    new widgets::FocusReturn(this);
    hide();
}

void MultiLaunchPanel::ask(const task::Task &task, const QString &title)
{
    m_task = task;
    m_name = title;
    m_title->setText(tr("Launch %1 on several contexts").arg(title));
    setAccessibleName(m_title->text());
    fill();
    show();
    if (!m_boxes.empty())
        m_boxes.front()->setFocus();
}

void MultiLaunchPanel::fill()
{
    const QStringList before = chosen();
    qDeleteAll(m_boxes);
    m_boxes.clear();
    for (const kube::ContextInfo &context : m_sessions.contexts()) {
        auto *box = new QCheckBox(m_list);
        box->setObjectName(QStringLiteral("launchOn.%1").arg(context.name));
        box->setProperty("context", context.name);
        box->setChecked(before.contains(context.name) ||
                        (before.isEmpty() && context.name == m_sessions.currentContext()));
        connect(box, &QCheckBox::toggled, this, &MultiLaunchPanel::refresh);
        m_flow->addWidget(box);
        m_boxes.push_back(box);
    }
    refresh();
}

void MultiLaunchPanel::refresh()
{
    for (QCheckBox *box : m_boxes) {
        if (const kube::ContextInfo *context = m_sessions.find(box->property("context").toString()))
            box->setText(textOf(*context));
        box->setMinimumWidth(box->sizeHint().width() + style::spaceSmall); // the focused one is drawn wider
    }
    fitList();
    const auto count = chosen().size();
    m_go->setText(count == 1 ? tr("Launch on one context") : tr("Launch on %1 contexts").arg(count));
    m_go->setEnabled(count > 0);
}

// As high as its lines, up to a limit.
void MultiLaunchPanel::fitList()
{
    const int width = this->width() - 2 * style::space - style::spaceLarge;
    m_room->setFixedHeight(std::min(m_flow->heightForWidth(width) + style::grid, mostListHeight));
}

void MultiLaunchPanel::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fitList();
}

// Contexts not in use yet are not connected to for this.
QString MultiLaunchPanel::textOf(const kube::ContextInfo &context) const
{
    const auto sessions = m_sessions.sessions();
    const auto known = std::ranges::find(sessions, context.name, &session::ClusterSession::context);
    QString text = context.name;
    if (known != sessions.end())
        text += QStringLiteral(" · ") + (*known)->stateText().section(u',', 0, 0).section(u':', 0, 0);
    if (m_sessions.markOf(context.name).isProtected)
        text += tr(" · protected");
    return text;
}

QStringList MultiLaunchPanel::chosen() const
{
    QStringList names;
    for (const QCheckBox *box : m_boxes) {
        if (box->isChecked())
            names += box->property("context").toString();
    }
    return names;
}

void MultiLaunchPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        hide();
    else
        QFrame::keyPressEvent(event);
}

QString refusalsText(const std::vector<session::LaunchedOn> &launched)
{
    QStringList lines;
    for (const session::LaunchedOn &one : launched) {
        if (!one.error.isEmpty())
            lines += QStringLiteral("%1: %2").arg(one.context, one.error);
    }
    return lines.join(u'\n');
}

} // namespace podwright::ui::shell
