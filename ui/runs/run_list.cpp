#include "ui/runs/run_list.h"

#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/status.h"
#include "ui/style/theme.h"
#include "ui/widgets/font_delegate.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/table_setup.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace podwright::ui::runs {

using Column = tables::RunTableModel::Column;

RunList::RunList(tables::RunTableModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_filter(new RunFilter(model, this))
    , m_search(new widgets::SearchField(tr("Filter: name, status, namespace, node"), this))
    , m_view(new QTableView(this))
    , m_empty(new QLabel(m_view))
{
    setObjectName(QStringLiteral("runList"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeFilterBar());
    layout->addWidget(m_view);
    setUpView();
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(model, signal, this, &RunList::countGroups);
    connect(model, &QAbstractItemModel::modelReset, this, &RunList::countGroups);
    connect(model, &QAbstractItemModel::dataChanged, this, &RunList::countGroups);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setFilterText(text);
        countGroups();
    });
    connect(&m_clock, &QTimer::timeout, this, [this] {
        if (isVisible())
            m_model->refreshTimes();
    });
    m_clock.start(1000);
    countGroups();
}

QWidget *RunList::makeFilterBar()
{
    auto *bar = new QWidget(this);
    style::setProperty(bar, "surface", QStringLiteral("panel"));
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    layout->setSpacing(style::spaceSmall);
    auto *buttons = new QButtonGroup(bar);
    for (const RunGroup group : allGroups) {
        auto *button = new QPushButton(bar);
        button->setObjectName(QStringLiteral("runGroup%1").arg(static_cast<int>(group)));
        button->setCheckable(true);
        button->setChecked(group == RunGroup::All);
        style::setProperty(button, "kind", QStringLiteral("pill"));
        connect(button, &QPushButton::clicked, this, [this, group] {
            m_filter->setGroup(group);
            countGroups();
        });
        buttons->addButton(button);
        layout->addWidget(button);
        m_groups[static_cast<size_t>(group)] = button;
    }
    m_search->setObjectName(QStringLiteral("runFilter"));
    layout->addWidget(m_search, 1);
    layout->addStretch(1);
    return bar;
}

void RunList::setUpView()
{
    m_view->setObjectName(QStringLiteral("runTable"));
    m_view->setAccessibleName(tr("Runs"));
    m_view->setModel(m_filter);
    widgets::setUpTable(m_view, {170, 150, 210, 130, 60, 90, 150, 90, 70, 110, 0});
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(Column::Age, Qt::AscendingOrder); // the youngest first
    m_view->setItemDelegateForColumn(Column::Status, new style::StatusDelegate(tables::ToneRole, m_view));
    m_view->setItemDelegateForColumn(Column::Task, new widgets::FontDelegate(style::strongFont(), m_view));
    m_view->setItemDelegateForColumn(Column::Pod, new widgets::FontDelegate(style::codeFont(), m_view));
    m_view->installEventFilter(this);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        const tables::RunRow *row = current();
        m_currentKey = row ? row->key : QString();
        Q_EMIT currentChanged();
    });
    auto *layout = new QVBoxLayout(m_view);
    m_empty->setObjectName(QStringLiteral("runsEmpty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    style::setProperty(m_empty, "kind", QStringLiteral("muted"));
    layout->addWidget(m_empty);
}

void RunList::setEmptyText(const QString &text)
{
    m_empty->setText(text);
}

void RunList::countGroups()
{
    for (const RunGroup group : allGroups)
        m_groups[static_cast<size_t>(group)]->setText(groupText(group, m_filter->count(group)));
    m_empty->setVisible(m_filter->rowCount() == 0);
    keepSelection();
}

void RunList::keepSelection()
{
    if (!m_awaitedRun.isEmpty())
        return selectRun(m_awaitedRun);
    if (m_currentKey.isEmpty() || m_view->currentIndex().isValid())
        return;
    if (const QModelIndex index = m_filter->indexOf(m_currentKey); index.isValid())
        m_view->setCurrentIndex(index);
}

const tables::RunRow *RunList::current() const
{
    return m_filter->row(m_view->currentIndex());
}

void RunList::selectRun(const QString &runId)
{
    m_awaitedRun = runId;
    const auto row = std::ranges::find(m_model->rows(), runId, &tables::RunRow::runId);
    if (row == m_model->rows().end())
        return;
    m_awaitedRun.clear();
    m_currentKey = row->key;
    if (!m_filter->indexOf(row->key).isValid()) {
        m_search->clear();
        m_groups[static_cast<size_t>(RunGroup::All)]->click();
    }
    const QModelIndex index = m_filter->indexOf(m_currentKey);
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
    m_view->setFocus();
}

void RunList::focusFilter()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool RunList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Delete) {
            Q_EMIT deleteRequested();
            return true;
        }
        if (key->key() == Qt::Key_Slash) {
            focusFilter();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace podwright::ui::runs
