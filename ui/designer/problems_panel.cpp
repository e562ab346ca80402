#include "ui/designer/problems_panel.h"

#include "ui/designer/form_entry.h"
#include "ui/designer/problem_delegate.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QMenu>
#include <QToolButton>

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
    , m_silenced(new QToolButton)
    , m_errors(new widgets::ChipLabel)
    , m_warnings(new widgets::ChipLabel)
    , m_advice(new widgets::ChipLabel)
    , m_none(new widgets::ChipLabel)
{
    style::setProperty(this, "surface", "panel");
    setAttribute(Qt::WA_StyledBackground);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    bar->setSpacing(style::spaceSmall);
    for (widgets::ChipLabel *chip : {m_errors, m_warnings, m_advice, m_none})
        bar->addWidget(chip);
    bar->addStretch();
    bar->addWidget(m_silenced);
    m_silenced->setObjectName(QStringLiteral("silenced"));
    m_silenced->setPopupMode(QToolButton::InstantPopup);
    m_silenced->setMenu(new QMenu(m_silenced));
    m_silenced->setFocusPolicy(Qt::StrongFocus);
    m_silenced->hide();
    m_none->setChip(tr("nothing to mend"), style::Tone::Good);
    m_view->setModel(&m_model);
    m_view->setModelColumn(tables::ProblemTableModel::Message);
    m_view->setItemDelegate(new ProblemDelegate(m_view));
    m_view->setObjectName(QStringLiteral("problems"));
    m_view->setAccessibleName(tr("Problems of the task"));
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setAccessibleDescription(tr("Enter goes to the field, S silences a warning or advice"));
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &ProblemsPanel::openMenu);
    m_view->installEventFilter(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_view, 1);
    connect(m_view, &QListView::clicked, this, &ProblemsPanel::activate);
    clear();
}

void ProblemsPanel::setProblems(const task::Problems &problems, const QStringList &silenced)
{
    m_problems = problems;
    std::ranges::stable_sort(m_problems, {}, &task::Problem::severity);
    showSilenced(silenced);
    std::vector<tables::ProblemRow> rows;
    for (const task::Problem &problem : m_problems)
        rows.push_back(rowOf(problem, int(rows.size())));
    m_model.setRows(std::move(rows));
    showCounts(problems);
}

void ProblemsPanel::clear()
{
    setProblems({});
    m_none->hide();
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
    if (key->key() == Qt::Key_S && key->modifiers() == Qt::NoModifier) {
        silenceCurrent();
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

// Errors cannot be silenced: the task would not run.
void ProblemsPanel::silenceCurrent()
{
    const QModelIndex index = m_view->currentIndex();
    if (!index.isValid())
        return;
    const task::Problem problem = m_problems[size_t(index.row())];
    if (problem.severity != Severity::Error && !problem.id.empty())
        Q_EMIT silenceRequested(QString::fromStdString(problem.id));
}

void ProblemsPanel::openMenu(const QPoint &at)
{
    const QModelIndex index = m_view->indexAt(at);
    if (!index.isValid())
        return;
    m_view->setCurrentIndex(index);
    QMenu menu(this);
    menu.addAction(tr("Go to the field"), this, [this, index] { activate(index); });
    QAction *silence = menu.addAction(tr("Do not tell this of this task"), this, &ProblemsPanel::silenceCurrent);
    silence->setEnabled(m_problems[size_t(index.row())].severity != Severity::Error);
    menu.exec(m_view->viewport()->mapToGlobal(at));
}

void ProblemsPanel::showSilenced(const QStringList &ids)
{
    m_silenced->setVisible(!ids.isEmpty());
    m_silenced->setText(tr("%1 silenced").arg(ids.size()));
    m_silenced->setAccessibleName(tr("Silenced advice: %1").arg(ids.join(QStringLiteral(", "))));
    m_silenced->menu()->clear();
    for (const QString &id : ids)
        m_silenced->menu()->addAction(tr("Tell %1 again").arg(id), this, [this, id] { Q_EMIT hearRequested(id); });
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
