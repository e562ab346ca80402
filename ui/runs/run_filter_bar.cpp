#include "ui/runs/run_filter_bar.h"

#include "ui/runs/run_view.h"
#include "ui/runs/saved_filters.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/search_field.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>

namespace podwright::ui::runs {

using tables::RunChip;
using tables::RunGrouping;

namespace {

constexpr std::array groupings{RunGrouping::None, RunGrouping::Dag, RunGrouping::Namespace, RunGrouping::Node};

QString nameOf(RunChip chip)
{
    static const std::array names{RunFilterBar::tr("All"), RunFilterBar::tr("Active"), RunFilterBar::tr("Failed"),
                                  RunFilterBar::tr("Launched here")};
    return names[static_cast<size_t>(chip)];
}

QString nameOf(RunGrouping grouping)
{
    static const std::array names{RunFilterBar::tr("No groups"), RunFilterBar::tr("Group by DAG, task, try"),
                                  RunFilterBar::tr("Group by namespace"), RunFilterBar::tr("Group by node")};
    return names[static_cast<size_t>(grouping)];
}

} // namespace

RunFilterBar::RunFilterBar(tables::RunTableModel *model, RunView *view, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_view(view)
    , m_line(new widgets::SearchField(tr("Filter: name, label=value, reason:, is: …"), this))
    , m_name(new QLineEdit(this))
    , m_trouble(new QLabel(this))
    , m_end(new QHBoxLayout)
{
    style::setProperty(this, "surface", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_line->setObjectName(QStringLiteral("runFilter"));
    m_line->setToolTip(
        tr("Words, label=value, label!=value, label=begin*, ns: node: reason: dag: task: context:,\n"
           "is:starred is:active is:failed is:launched; commas between values, - turns a term round.\n"
           "reason: knows what pods and containers give as reasons; events only of runs that are followed\n"
           "and of pods that were looked at"));
    m_name->setObjectName(QStringLiteral("filterName"));
    m_name->setPlaceholderText(tr("Name of this filter, then Enter"));
    m_name->setAccessibleName(tr("Name of the filter"));
    m_name->hide();
    m_trouble->setObjectName(QStringLiteral("filterTrouble"));
    style::setProperty(m_trouble, "kind", QStringLiteral("error"));
    m_trouble->hide();

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    bar->setSpacing(style::spaceSmall);
    addChips(bar);
    bar->addWidget(m_line, 1);
    bar->addWidget(m_name);
    bar->addWidget(makeMenuButton(QStringLiteral("runFilters"), tr("Filters"), &RunFilterBar::fillFilters));
    bar->addLayout(m_end);
    bar->addWidget(makeMenuButton(QStringLiteral("runViewMenu"), tr("View"), &RunFilterBar::fillView));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    m_trouble->setContentsMargins(style::space, 0, style::space, style::spaceSmall);
    layout->addWidget(m_trouble);

    connect(m_line, &QLineEdit::textChanged, this, &RunFilterBar::applyLine);
    connect(m_name, &QLineEdit::returnPressed, this, &RunFilterBar::saveFilter);
    connect(m_name, &QLineEdit::editingFinished, m_name, &QWidget::hide);
    connect(model, &tables::RunTableModel::shown, this, &RunFilterBar::refresh);
    refresh();
}

void RunFilterBar::addChips(QHBoxLayout *layout)
{
    auto *buttons = new QButtonGroup(this);
    for (const RunChip chip : tables::allChips) {
        auto *button = new QPushButton(this);
        button->setObjectName(QStringLiteral("runGroup%1").arg(static_cast<int>(chip)));
        button->setCheckable(true);
        button->setChecked(chip == RunChip::All);
        style::setProperty(button, "kind", QStringLiteral("pill"));
        connect(button, &QPushButton::clicked, this, [this, chip] { setChip(chip); });
        buttons->addButton(button);
        layout->addWidget(button);
        m_chips[static_cast<size_t>(chip)] = button;
    }
}

QPushButton *RunFilterBar::makeMenuButton(const QString &name, const QString &text, void (RunFilterBar::*fill)(QMenu *))
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    style::setProperty(button, "kind", QStringLiteral("pill"));
    auto *menu = new QMenu(button);
    button->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu, fill] {
        menu->clear();
        (this->*fill)(menu);
    });
    return button;
}

void RunFilterBar::addButton(QPushButton *button)
{
    m_end->addWidget(button);
}

// Groups first, then columns.
void RunFilterBar::fillView(QMenu *menu)
{
    for (const RunGrouping grouping : groupings) {
        QAction *action = menu->addAction(nameOf(grouping), this, [this, grouping] { setGrouping(grouping); });
        action->setCheckable(true);
        action->setChecked(m_model->grouping() == grouping);
    }
    if (m_model->grouping() != RunGrouping::None) {
        menu->addSeparator();
        menu->addAction(tr("Unfold all"), this, [this] { m_model->expandAll(true); });
        menu->addAction(tr("Fold all"), this, [this] { m_model->expandAll(false); });
    }
    menu->addSeparator();
    for (int column = tables::RunTableModel::Status; column < tables::RunTableModel::ColumnCount; ++column) {
        const QString title = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        QAction *action = menu->addAction(title);
        action->setCheckable(true);
        action->setChecked(m_view->isColumnShown(column));
        connect(action, &QAction::toggled, this, [this, column](bool isOn) { m_view->setColumnShown(column, isOn); });
    }
}

void RunFilterBar::fillFilters(QMenu *menu)
{
    const std::vector<SavedFilter> saved = savedFilters();
    for (const SavedFilter &filter : saved) {
        menu->addAction(filter.name, this, [this, filter] {
            setChip(filter.chip);
            setGrouping(filter.grouping);
            m_line->setText(filter.line);
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Save this filter"), this, &RunFilterBar::askName);
    if (saved.empty())
        return;
    QMenu *removal = menu->addMenu(tr("Remove"));
    for (const SavedFilter &filter : saved)
        removal->addAction(filter.name, this, [name = filter.name] { removeFilter(name); });
}

void RunFilterBar::askName()
{
    m_name->clear();
    m_name->show();
    m_name->setFocus();
}

void RunFilterBar::saveFilter()
{
    const QString name = m_name->text().trimmed();
    if (!name.isEmpty())
        runs::saveFilter(
            {.name = name, .line = m_line->text(), .chip = m_model->query().chip, .grouping = m_model->grouping()});
    m_line->setFocus();
}

void RunFilterBar::applyLine()
{
    auto terms = tables::parseRunFilter(m_line->text().toStdString());
    m_trouble->setVisible(!terms);
    if (terms)
        m_model->setQuery({.chip = m_model->query().chip, .terms = std::move(*terms)});
    else
        m_trouble->setText(terms.error().text());
    m_line->setAccessibleDescription(terms ? QString() : m_trouble->text());
}

void RunFilterBar::setChip(RunChip chip)
{
    m_chips[static_cast<size_t>(chip)]->setChecked(true);
    m_model->setQuery({.chip = chip, .terms = m_model->query().terms});
}

void RunFilterBar::setGrouping(RunGrouping grouping)
{
    m_model->setGrouping(grouping);
}

void RunFilterBar::refresh()
{
    const QLocale locale;
    for (const RunChip chip : tables::allChips)
        m_chips[static_cast<size_t>(chip)]->setText(
            QStringLiteral("%1 %2").arg(nameOf(chip), locale.toString(m_model->count(chip))));
    m_line->setCount(m_model->query().terms.empty() ? QString() : locale.toString(m_model->shownCount()));
}

void RunFilterBar::focusLine()
{
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

void RunFilterBar::clear()
{
    m_line->clear();
    setChip(RunChip::All);
}

} // namespace podwright::ui::runs
