#include "ui/runs/terminal_tab.h"

#include "models/core/strings.h"
#include "models/session/session_manager.h"
#include "ui/runs/pod_terminal_pane.h"
#include "ui/runs/run_containers.h"
#include "ui/widgets/empty_state.h"

#include <QAction>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <tuple>

namespace podwright::ui::runs {

using core::qt;
using kube::ContainerSummary;

namespace {

constexpr int mostEndedPanes = 8; // whose output is kept
constexpr std::chrono::seconds lookAgainAfter{2};

std::tuple<QString, std::string, std::string, std::string> keyOf(const session::BulkTarget &pod)
{
    return {pod.context, pod.ns, pod.pod, pod.uid};
}

QString stateOf(const ContainerSummary &container)
{
    const QString reason = qt(container.reason);
    if (container.state == ContainerSummary::State::Terminated)
        return TerminalTab::tr("%1 has ended with exit code %2").arg(qt(container.name)).arg(container.exitCode);
    return reason.isEmpty() ? TerminalTab::tr("%1 has not started").arg(qt(container.name))
                            : TerminalTab::tr("%1 waits: %2").arg(qt(container.name), reason);
}

QString whyNoTerminal(const std::vector<ContainerSummary> &containers)
{
    if (containers.empty())
        return TerminalTab::tr("The pod is not there: it has not been made yet, or it is gone.");
    QStringList states;
    for (const ContainerSummary &container : containers)
        states += stateOf(container);
    return TerminalTab::tr("A terminal needs a container that runs; %1.").arg(states.join(QStringLiteral(", ")));
}

} // namespace

TerminalTab::TerminalTab(session::SessionManager &sessions, QWidget *parent)
    : QWidget(parent)
    , m_sessions(sessions)
    , m_pages(new QStackedWidget)
    , m_open(new QAction(tr("Open terminal"), this))
    , m_again(new QAction(tr("Look again"), this))
{
    setObjectName(QStringLiteral("terminalTab"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    m_open->setObjectName(QStringLiteral("openTerminal"));
    m_open->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_T);
    m_again->setObjectName(QStringLiteral("lookAgain"));
    connect(m_open, &QAction::triggered, this, &TerminalTab::open);
    connect(m_again, &QAction::triggered, this, &TerminalTab::askForPod);
    m_lookAgain.setSingleShot(true);
    connect(&m_lookAgain, &QTimer::timeout, this, [this] {
        if (!m_isFollowed && isVisible())
            askForPod();
    });
    showNothing();
}

void TerminalTab::showRun(const session::BulkTarget &pod, const std::vector<ContainerSummary> &containers)
{
    m_isFollowed = true;
    m_pod = pod;
    takeContainers(containers);
}

void TerminalTab::takeContainers(const std::vector<ContainerSummary> &containers)
{
    m_containers = containers;
    refresh();
}

void TerminalTab::showPod(const session::BulkTarget &pod)
{
    m_isFollowed = false;
    m_pod = pod;
    m_containers.clear();
    showEmpty(tr("Asking the cluster"), tr("Which containers of the pod run will be known in a moment."));
    m_open->setEnabled(false);
    if (isVisible())
        askForPod();
}

void TerminalTab::showNothing()
{
    m_isFollowed = true;
    m_pod.reset();
    m_containers.clear();
    letGoOfOld();
    refresh();
}

void TerminalTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_isFollowed)
        askForPod();
}

void TerminalTab::askForPod()
{
    kube::ApiClient *client = m_pod ? m_sessions.session(m_pod->context)->client() : nullptr;
    if (!client || std::exchange(m_isAsking, true))
        return;
    client->getPod(m_pod->ns, m_pod->pod, this, [this, asked = *m_pod](const core::Result<core::Json> &answer) {
        m_isAsking = false;
        const bool isShown =
            m_pod && std::tie(m_pod->context, m_pod->ns, m_pod->pod) == std::tie(asked.context, asked.ns, asked.pod);
        if (!isShown)
            return;
        if (!answer && answer.error().kind != core::Error::Kind::NotFound)
            return showEmpty(tr("No terminal"), answer.error().text());
        takeContainers(answer ? kube::summariseContainers(*answer) : std::vector<ContainerSummary>());
        if (mayRunSoon() && !m_isFollowed && isVisible())
            m_lookAgain.start(lookAgainAfter);
    });
}

QStringList TerminalTab::running() const
{
    QStringList names;
    for (const ContainerSummary &container : regularFirst(m_containers)) {
        if (container.state == ContainerSummary::State::Running)
            names += qt(container.name);
    }
    return names;
}

bool TerminalTab::mayRunSoon() const
{
    const auto isOver = [](const ContainerSummary &container) {
        return container.state == ContainerSummary::State::Terminated;
    };
    return running().isEmpty() && !std::ranges::all_of(m_containers, isOver);
}

void TerminalTab::refresh()
{
    const QStringList names = running();
    m_open->setEnabled(!names.isEmpty());
    if (!m_pod)
        return showEmpty(tr("No pod chosen"), tr("Choose one run or pod above to enter its containers."));
    PodTerminalPane *pane = paneOf(keyOf(*m_pod));
    if (!pane && names.isEmpty())
        return showEmpty(tr("No terminal"), whyNoTerminal(m_containers));
    if (!pane)
        pane = makePane(*m_pod);
    pane->setContainers(names);
    m_pages->setCurrentWidget(pane);
    enterWished();
}

void TerminalTab::enterWhenItRuns(const session::BulkTarget &pod, const QString &container)
{
    m_wished = {keyOf(pod), container};
    enterWished();
}

// Who goes to another pod meanwhile no longer wants it.
void TerminalTab::enterWished()
{
    if (!m_wished || !m_pod)
        return;
    PodTerminalPane *pane = paneOf(keyOf(*m_pod));
    if (m_wished->first != keyOf(*m_pod))
        return m_wished.reset();
    if (!pane || !running().contains(m_wished->second))
        return;
    const QString container = std::exchange(m_wished, std::nullopt)->second;
    Q_EMIT wanted();
    pane->openIn(container);
}

PodTerminalPane *TerminalTab::paneOf(const PodKey &key)
{
    const auto found = m_panes.find(key);
    return found == m_panes.end() ? nullptr : found->second;
}

PodTerminalPane *TerminalTab::makePane(const session::BulkTarget &pod)
{
    auto *pane =
        new PodTerminalPane(m_sessions, {.context = pod.context, .ns = pod.ns, .pod = pod.pod, .container = {}});
    m_pages->addWidget(pane);
    m_panes.emplace(keyOf(pod), pane);
    return pane;
}

// Never used, or one of too many that have ended.
void TerminalTab::letGoOfOld()
{
    int ended = 0;
    std::erase_if(m_panes, [&ended](const auto &entry) {
        PodTerminalPane *pane = entry.second;
        const bool isOld = !pane->isActive() && (!pane->wasUsed() || ++ended > mostEndedPanes);
        if (isOld)
            pane->deleteLater();
        return isOld;
    });
}

void TerminalTab::showEmpty(const QString &title, const QString &text)
{
    const QString all = title + u'\n' + text;
    if (std::exchange(m_emptyText, all) != all || !m_empty) {
        if (m_empty)
            m_empty->deleteLater(); // its button may be what asked
        auto *page = new widgets::EmptyState(QStringLiteral("terminal"), title, text, 420);
        page->setObjectName(QStringLiteral("terminalEmpty"));
        page->setAccessibleName(text);
        if (!m_isFollowed)
            page->addButton(m_again);
        m_empty = page;
        m_pages->addWidget(page);
    }
    m_pages->setCurrentWidget(m_empty);
}

void TerminalTab::open()
{
    Q_EMIT wanted();
    if (auto *pane = qobject_cast<PodTerminalPane *>(m_pages->currentWidget()))
        pane->open();
}

} // namespace podwright::ui::runs
