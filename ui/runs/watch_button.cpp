#include "ui/runs/watch_button.h"

#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QVBoxLayout>
#include <QWidgetAction>

namespace podwright::ui::runs {

WatchButton::WatchButton(session::SessionManager &sessions, session::WatchedClusters &watched, QWidget *parent)
    : QPushButton(parent)
    , m_sessions(sessions)
    , m_watched(watched)
{
    setObjectName(QStringLiteral("runClusters"));
    style::setProperty(this, "kind", QStringLiteral("pill"));
    auto *menu = new QMenu(this);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fill(menu); });
    connect(&watched, &session::WatchedClusters::changed, this, &WatchButton::refresh);
    connect(&sessions, &session::SessionManager::sessionAdded, this,
            [this](session::ClusterSession *session) { follow(*session); });
    for (session::ClusterSession *session : sessions.sessions())
        follow(*session);
    refresh();
}

void WatchButton::follow(session::ClusterSession &session)
{
    connect(&session, &session::ClusterSession::podsChanged, this, &WatchButton::refresh);
    connect(&session, &session::ClusterSession::stateChanged, this, &WatchButton::refresh);
}

void WatchButton::fill(QMenu *menu)
{
    menu->clear();
    for (const kube::ContextInfo &context : m_sessions.contexts()) {
        QAction *action = menu->addAction(context.name);
        action->setCheckable(true);
        action->setChecked(m_watched.isWatched(context.name));
        action->setEnabled(context.name != m_sessions.currentContext()); // the picked one is always there
        connect(action, &QAction::toggled, this,
                [this, name = context.name](bool isOn) { m_watched.setWatched(name, isOn); });
    }
    menu->addSeparator();
    addLine(menu, QStringLiteral("watchNamespaces"), tr("Namespaces of the others: all"),
            m_watched.otherNamespaces().join(QStringLiteral(", ")), &WatchButton::takeNamespaces);
    addLine(menu, QStringLiteral("watchLabels"), tr("Labels, as kubectl -l: any"), m_watched.labelSelector(),
            &WatchButton::takeLabels);
}

void WatchButton::addLine(QMenu *menu, const QString &name, const QString &hint, const QString &text,
                          void (WatchButton::*take)(const QString &))
{
    auto *box = new QWidget(menu);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(style::spaceSmall, style::grid, style::spaceSmall, style::grid);
    auto *line = new QLineEdit(text, box);
    line->setObjectName(name);
    line->setPlaceholderText(hint);
    line->setAccessibleName(hint);
    line->setMinimumWidth(240);
    layout->addWidget(line);
    connect(line, &QLineEdit::returnPressed, this, [this, menu, line, take] {
        (this->*take)(line->text());
        menu->close();
    });
    auto *action = new QWidgetAction(menu);
    action->setDefaultWidget(box);
    menu->addAction(action);
}

void WatchButton::takeNamespaces(const QString &text)
{
    static const QRegularExpression between(QStringLiteral("[,\\s]+"));
    m_watched.setOtherNamespaces(text.split(between, Qt::SkipEmptyParts));
}

void WatchButton::takeLabels(const QString &text)
{
    m_watched.setLabelSelector(text);
}

void WatchButton::refresh()
{
    const QStringList contexts = m_watched.contexts();
    QStringList troubles;
    for (const session::ClusterSession *session : m_sessions.sessions()) {
        if (contexts.contains(session->context()) && !session->podsTrouble().isEmpty())
            troubles += QStringLiteral("%1: %2").arg(session->context(), session->podsTrouble());
    }
    QString text = contexts.size() == 1 ? tr("1 cluster") : tr("%1 clusters").arg(contexts.size());
    if (!m_watched.labelSelector().isEmpty())
        text += QStringLiteral(" · ") + m_watched.labelSelector();
    if (!troubles.isEmpty())
        text += QStringLiteral(" · ") + tr("%n in trouble", nullptr, static_cast<int>(troubles.size()));
    setText(text);
    setToolTip(troubles.isEmpty() ? contexts.join(u'\n') : troubles.join(u'\n'));
}

} // namespace podwright::ui::runs
