#include "ui/designer/preflight_panel.h"

#include "ui/designer/form_entry.h"
#include "ui/designer/problem_delegate.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip_label.h"
#include "ui/widgets/flow_layout.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>

namespace podwright::ui::designer {

namespace {

tables::Tone toneOf(preflight::Severity severity)
{
    switch (severity) {
    case preflight::Severity::Blocks:
        return tables::Tone::Bad;
    case preflight::Severity::MayFail:
        return tables::Tone::Waiting;
    case preflight::Severity::Passed:
        return tables::Tone::Good;
    case preflight::Severity::Advice:
    case preflight::Severity::Unchecked:
        break;
    }
    return tables::Tone::Neutral;
}

// "Resources › CPU and memory · what to do · what was seen"
QString aside(const preflight::Finding &finding)
{
    QStringList parts;
    if (!finding.pointer.empty() && finding.severity != preflight::Severity::Passed)
        parts.append(placeOf(finding.pointer));
    for (const QString &part : {finding.fix, finding.evidence}) {
        if (!part.isEmpty())
            parts.append(part);
    }
    return parts.join(QStringLiteral(" · "));
}

tables::ProblemRow rowOf(const preflight::Finding &finding, int key)
{
    return {.key = key,
            .tone = toneOf(finding.severity),
            .severity = QLatin1String(preflight::severityName(finding.severity)),
            .field = aside(finding),
            .message = finding.sentence,
            .fix = aside(finding),
            .pointer = QString::fromStdString(finding.pointer)};
}

} // namespace

PreflightPanel::PreflightPanel(QWidget *parent)
    : QWidget(parent)
    , m_view(new QListView)
    , m_state(new QLabel)
    , m_mend(new QPushButton)
    , m_check(new QPushButton(tr("Check now")))
{
    style::setProperty(this, "surface", "panel");
    setAttribute(Qt::WA_StyledBackground);
    style::setProperty(m_state, "kind", "muted");
    m_state->setObjectName(QStringLiteral("preflightState"));
    m_mend->setObjectName(QStringLiteral("preflightMend"));
    m_mend->setAccessibleName(tr("Mend"));
    m_check->setObjectName(QStringLiteral("preflightCheck"));
    setUpView();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(makeBar());
    layout->addWidget(m_view, 1);
    connect(m_mend, &QPushButton::clicked, this, &PreflightPanel::mendCurrent);
    connect(m_check, &QPushButton::clicked, this, &PreflightPanel::checkRequested);
    clear();
}

QLayout *PreflightPanel::makeBar()
{
    auto *summary = new QWidget; // on several lines where the pane is narrow
    auto *chips = new widgets::FlowLayout(summary);
    chips->setContentsMargins(0, 0, 0, 0);
    chips->setSpacing(style::grid);
    using enum preflight::Severity;
    for (const preflight::Severity severity : {Blocks, MayFail, Advice, Unchecked, Passed}) {
        m_chips.emplace_back(severity, new widgets::ChipLabel);
        chips->insertWidget(chips->count(), m_chips.back().second);
    }
    chips->insertWidget(chips->count(), m_state);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    bar->setSpacing(style::spaceSmall);
    bar->addWidget(summary, 1);
    bar->addWidget(m_mend);
    bar->addWidget(m_check);
    return bar;
}

void PreflightPanel::setUpView()
{
    m_view->setModel(&m_model);
    m_view->setModelColumn(tables::ProblemTableModel::Message);
    m_view->setItemDelegate(new ProblemDelegate(m_view));
    m_view->setObjectName(QStringLiteral("preflight"));
    m_view->setMinimumHeight(style::controlHeight); // what counts is above it
    m_view->setAccessibleName(tr("What stands between the task and its run"));
    m_view->setAccessibleDescription(tr("Enter goes to the field, F mends it where that is safe"));
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->installEventFilter(this);
    connect(m_view, &QWidget::customContextMenuRequested, this, &PreflightPanel::openMenu);
    connect(m_view, &QListView::clicked, this, &PreflightPanel::activate);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &PreflightPanel::showCurrent);
}

void PreflightPanel::showWaiting()
{
    m_state->setText(tr("Asking the cluster…"));
}

void PreflightPanel::showReport(const preflight::Report &report)
{
    if (report.trouble)
        return showTrouble(report.trouble->text());
    m_findings = report.findings;
    std::vector<tables::ProblemRow> rows;
    for (const preflight::Finding &finding : m_findings)
        rows.push_back(rowOf(finding, int(rows.size())));
    m_model.setRows(std::move(rows));
    m_state->setText(report.willRun() ? QString() : tr("It would not run."));
    showCounts();
    showCurrent();
}

void PreflightPanel::showTrouble(const QString &text)
{
    m_findings.clear();
    m_model.setRows({});
    m_state->setText(text);
    m_state->setToolTip(text);
    showCounts();
    showCurrent();
}

void PreflightPanel::clear()
{
    showTrouble(tr("Asks the chosen context whether it would run this task."));
}

const preflight::Finding *PreflightPanel::findingAt(const QModelIndex &index) const
{
    return index.isValid() && size_t(index.row()) < m_findings.size() ? &m_findings[size_t(index.row())] : nullptr;
}

void PreflightPanel::showCurrent()
{
    const preflight::Finding *finding = findingAt(m_view->currentIndex());
    m_mend->setVisible(finding && !finding->edits.empty());
    m_mend->setText(finding ? finding->editText : QString());
    m_mend->setAccessibleName(finding ? finding->editText : tr("Mend"));
}

void PreflightPanel::showCounts()
{
    for (const auto &[severity, chip] : m_chips) {
        const auto number = preflight::count(m_findings, severity);
        chip->setChip(QStringLiteral("%1 %2").arg(number).arg(QLatin1String(preflight::severityName(severity))),
                      static_cast<style::Tone>(toneOf(severity)));
        chip->setVisible(number > 0);
    }
}

void PreflightPanel::activate(const QModelIndex &index)
{
    const preflight::Finding *finding = findingAt(index);
    if (finding && !finding->pointer.empty())
        Q_EMIT activated(finding->pointer);
}

void PreflightPanel::mendCurrent()
{
    const preflight::Finding *finding = findingAt(m_view->currentIndex());
    if (finding && !finding->edits.empty())
        Q_EMIT mended(std::vector(finding->edits));
}

void PreflightPanel::openMenu(const QPoint &at)
{
    const preflight::Finding *finding = findingAt(m_view->indexAt(at));
    if (!finding)
        return;
    m_view->setCurrentIndex(m_view->indexAt(at));
    QMenu menu(this);
    QAction *go = menu.addAction(tr("Go to the field"), this, [this] { activate(m_view->currentIndex()); });
    go->setEnabled(!finding->pointer.empty());
    if (!finding->edits.empty())
        menu.addAction(finding->editText, this, &PreflightPanel::mendCurrent);
    menu.exec(m_view->viewport()->mapToGlobal(at));
}

bool PreflightPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter)
        activate(m_view->currentIndex());
    else if (key == Qt::Key_F)
        mendCurrent();
    else
        return QWidget::eventFilter(watched, event);
    return true;
}

} // namespace podwright::ui::designer
