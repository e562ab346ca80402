#include "ui/designer/diff_panel.h"

#include "models/core/strings.h"
#include "models/core/yaml.h"
#include "models/manifest/line_diff.h"
#include "models/manifest/pod_builder.h"
#include "ui/designer/code_view.h"
#include "ui/designer/trouble.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/empty_state.h"

#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace podwright::ui::designer {

using namespace std::chrono_literals;
using manifest::DiffLine;

namespace {

constexpr int emptyTextWidth = 230;

QWidget *emptyPage()
{
    auto *page = new widgets::EmptyState(
        QStringLiteral("clock"), DiffPanel::tr("Not launched yet"),
        DiffPanel::tr("Launch this task with F5. From then on, what has changed since its last run is shown here."),
        emptyTextWidth);
    page->setObjectName(QStringLiteral("noLastRun"));
    return page;
}

std::string signOf(DiffLine::Kind kind)
{
    return kind == DiffLine::Kind::Same ? "  " : kind == DiffLine::Kind::Removed ? "- " : "+ ";
}

std::string podText(const core::Json &pod)
{
    return core::writeYaml(manifest::readable(pod)).text;
}

QString summaryOf(const std::vector<DiffLine> &lines, const QString &run)
{
    const auto gone = std::ranges::count(lines, DiffLine::Kind::Removed, &DiffLine::kind);
    const auto added = std::ranges::count(lines, DiffLine::Kind::Added, &DiffLine::kind);
    return gone + added == 0 ? DiffPanel::tr("Nothing has changed since the last run, %1").arg(run)
                             : DiffPanel::tr("−%1 +%2 lines since the last run, %3").arg(gone).arg(added).arg(run);
}

} // namespace

DiffPanel::DiffPanel(QWidget *parent)
    : PreviewPage(parent)
    , m_throttle(200ms, 1000ms)
    , m_pages(new QStackedWidget)
    , m_message(new widgets::MessageBar)
    , m_summary(new QLabel)
    , m_view(new CodeView(CodeLanguage::Diff))
{
    m_view->setObjectName(QStringLiteral("lastRunDiff"));
    m_view->setAccessibleName(tr("Changes of the pod since the last run"));
    m_summary->setObjectName(QStringLiteral("lastRunSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    style::setProperty(m_summary, "kind", "muted");
    auto *changes = new QWidget;
    auto *column = new QVBoxLayout(changes);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_summary);
    column->addWidget(m_view, 1);
    m_pages->addWidget(changes);
    m_pages->addWidget(emptyPage());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(widgets::roomFor(m_message));
    layout->addWidget(m_pages, 1);
    connect(&m_throttle, &core::Throttle::fired, this, &DiffPanel::ask);
}

QString DiffPanel::fileName() const
{
    return (m_task ? core::qt(m_task->taskId()) : QString()) + QStringLiteral(".diff");
}

void DiffPanel::setTask(const std::optional<task::Task> &task)
{
    m_task = task;
    if (const QString id = task ? core::qt(task->taskId()) : QString(); std::exchange(m_shown, id) != id) {
        m_message->dismiss();
        m_summary->clear();
        m_view->showText({});
        m_pages->setCurrentIndex(0);
    }
    refresh();
}

void DiffPanel::refresh()
{
    if (isVisible())
        m_throttle.request();
}

void DiffPanel::showEvent(QShowEvent *event)
{
    PreviewPage::showEvent(event);
    ask(); // there may have been another run
}

void DiffPanel::ask()
{
    m_throttle.cancel();
    if (m_task && isVisible())
        Q_EMIT lastRunRequested(*m_task);
}

void DiffPanel::showLastRun(const core::Result<std::optional<LastRunPods>> &pods)
{
    if (!m_task)
        return;
    if (!pods)
        return showError(pods.error());
    m_message->dismiss();
    m_pages->setCurrentIndex(*pods ? 0 : 1);
    if (*pods)
        showDiff(**pods);
}

// The last changes that could be told stay in view.
void DiffPanel::showError(const core::Error &error)
{
    m_message->showMessage(troubleOf(error, [this](const std::string &pointer) { Q_EMIT fieldRequested(pointer); }));
}

void DiffPanel::showDiff(const LastRunPods &pods)
{
    const bool isFirst = m_view->text().isEmpty();
    const std::string before = podText(pods.before), now = podText(pods.now);
    const std::vector<DiffLine> lines = manifest::diffLines(before, now);
    std::string text;
    for (const DiffLine &line : lines)
        text += signOf(line.kind) + std::string(line.text) + '\n';
    m_summary->setText(summaryOf(lines, pods.run));
    m_view->showText(text);
    const auto change =
        std::ranges::find_if(lines, [](const DiffLine &line) { return line.kind != DiffLine::Kind::Same; });
    if (isFirst && change != lines.end())
        m_view->revealLine(int(change - lines.begin()) + 1);
}

} // namespace podwright::ui::designer
