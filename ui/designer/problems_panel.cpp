#include "ui/designer/problems_panel.h"

#include "ui/designer/form_entry.h"
#include "ui/designer/problem_delegate.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

using Severity = task::Problem::Severity;

tables::Tone toneOf(Severity severity)
{
    return severity == Severity::Error     ? tables::Tone::Bad
           : severity == Severity::Warning ? tables::Tone::Waiting
                                           : tables::Tone::Neutral;
}

// "Resources › CPU and memory"
QString placeOf(const std::string &pointer)
{
    for (const FormEntry &entry : formEntries())
        if (isWithin(pointer, entry.pointer))
            return QStringLiteral("%1 › %2").arg(
                task::sectionTitle(entry.argument.section),
                QString::fromUtf8(entry.argument.label.data(), qsizetype(entry.argument.label.size())));
    return QString::fromStdString(pointer);
}

tables::ProblemRow rowOf(const task::Problem &problem, int key)
{
    return {.key = key,
            .tone = toneOf(problem.severity),
            .severity = problem.severity == Severity::Error     ? ProblemsPanel::tr("error")
                        : problem.severity == Severity::Warning ? ProblemsPanel::tr("warning")
                                                                : ProblemsPanel::tr("advice"),
            .field = placeOf(problem.pointer),
            .message = problem.message,
            .fix = problem.fix,
            .pointer = QString::fromStdString(problem.pointer)};
}

} // namespace

ProblemsPanel::ProblemsPanel(QWidget *parent)
    : QWidget(parent)
    , m_view(new QListView)
    , m_errors(new widgets::ChipLabel)
    , m_warnings(new widgets::ChipLabel)
    , m_advice(new widgets::ChipLabel)
    , m_none(new widgets::ChipLabel)
{
    style::setProperty(this, "surface", "panel");
    setAttribute(Qt::WA_StyledBackground);
    auto *title = new QLabel(tr("Problems"));
    style::setProperty(title, "kind", "heading");
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    bar->setSpacing(style::spaceSmall);
    bar->addWidget(title);
    for (widgets::ChipLabel *chip : {m_errors, m_warnings, m_advice, m_none})
        bar->addWidget(chip);
    bar->addStretch();
    m_none->setChip(tr("nothing to mend"), style::Tone::Good);
    m_view->setModel(&m_model);
    m_view->setModelColumn(tables::ProblemTableModel::Message);
    m_view->setItemDelegate(new ProblemDelegate(m_view));
    m_view->setObjectName(QStringLiteral("problems"));
    m_view->setAccessibleName(tr("Problems of the task"));
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->installEventFilter(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_view, 1);
    connect(m_view, &QListView::clicked, this, &ProblemsPanel::activate);
    showCounts({});
}

void ProblemsPanel::setProblems(const task::Problems &problems)
{
    task::Problems worstFirst = problems;
    std::ranges::stable_sort(worstFirst, {}, &task::Problem::severity);
    std::vector<tables::ProblemRow> rows;
    for (const task::Problem &problem : worstFirst)
        rows.push_back(rowOf(problem, int(rows.size())));
    m_model.setRows(std::move(rows));
    showCounts(problems);
}

void ProblemsPanel::step(int by)
{
    const int rows = m_model.rowCount();
    if (rows == 0)
        return;
    const QModelIndex current = m_view->currentIndex();
    const int next = current.isValid() ? (current.row() + by + rows) % rows : by > 0 ? 0 : rows - 1;
    m_view->setCurrentIndex(m_model.index(next, tables::ProblemTableModel::Message));
    activate(m_view->currentIndex());
}

bool ProblemsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_E) {
        step(key->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        return true;
    }
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        activate(m_view->currentIndex());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ProblemsPanel::activate(const QModelIndex &index)
{
    if (index.isValid())
        Q_EMIT activated(index.data(tables::ProblemTableModel::PointerRole).toString().toStdString());
}

void ProblemsPanel::showCounts(const task::Problems &problems)
{
    const auto show = [&problems](widgets::ChipLabel *chip, Severity severity, const QString &one,
                                  const QString &many) {
        const auto count = std::ranges::count(problems, severity, &task::Problem::severity);
        chip->setChip(count == 1 ? one : many.arg(count), static_cast<style::Tone>(toneOf(severity)));
        chip->setVisible(count > 0);
    };
    show(m_errors, Severity::Error, tr("1 error"), tr("%1 errors"));
    show(m_warnings, Severity::Warning, tr("1 warning"), tr("%1 warnings"));
    show(m_advice, Severity::Advice, tr("1 advice"), tr("%1 pieces of advice"));
    m_none->setVisible(problems.empty());
}

} // namespace podwright::ui::designer
