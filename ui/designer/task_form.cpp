#include "ui/designer/task_form.h"

#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/section_list.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace podwright::ui::designer {

namespace {

constexpr int listWidth = 130;
constexpr int widestForm = 720;
constexpr int narrowWidth = 612; // below it there is no room for labels beside the editors

QFrame *verticalLine()
{
    auto *line = new QFrame;
    style::setProperty(line, "kind", "separator");
    line->setFixedWidth(1);
    return line;
}

} // namespace

TaskForm::TaskForm(task::TaskDocument *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_search(new widgets::SearchField(tr("Find a field")))
    , m_list(new widgets::SectionList)
    , m_area(new QScrollArea)
{
    m_search->setObjectName(QStringLiteral("formSearch"));
    m_list->setObjectName(QStringLiteral("formSections"));
    m_list->setAccessibleName(tr("Sections of the form"));
    m_list->setFixedWidth(listWidth);
    m_area->setObjectName(QStringLiteral("formArea"));
    m_area->setWidgetResizable(true);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    auto *searchRoom = new QVBoxLayout;
    searchRoom->setContentsMargins(style::spaceLarge, style::spaceSmall, style::spaceLarge, 0);
    searchRoom->addWidget(m_search);
    right->addLayout(searchRoom);
    right->addWidget(m_area, 1);
    auto *left = new QVBoxLayout;
    left->setContentsMargins(style::spaceSmall, style::space, 0, style::spaceSmall);
    left->addWidget(m_list);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(left);
    layout->addSpacing(style::spaceSmall);
    layout->addWidget(verticalLine());
    layout->addLayout(right, 1);
    m_search->hide();
    buildRows();
    showProblems();
    showCounts();
    connect(m_document, &task::TaskDocument::changed, this, &TaskForm::refresh);
    connect(m_search, &QLineEdit::textChanged, this, &TaskForm::filter);
    connect(m_search, &widgets::SearchField::leaveRequested, m_search, &QWidget::hide);
    connect(m_search, &widgets::SearchField::nextRequested, this, &TaskForm::goToFound);
    connect(m_list, &widgets::SectionList::chosen, this, &TaskForm::scrollToSection);
    connect(m_area->verticalScrollBar(), &QScrollBar::valueChanged, this, &TaskForm::showScrollPosition);
}

void TaskForm::buildRows()
{
    auto *content = new QWidget;
    content->setMaximumWidth(widestForm);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(style::spaceLarge, style::space, style::spaceSmall, style::spaceLarge);
    column->setSpacing(style::space);
    QStringList titles;
    for (const FormEntry &entry : formEntries()) {
        if (m_sections.empty() || m_sections.back().section != entry.argument.section) {
            addSection(column, entry.argument.section);
            titles += task::sectionTitle(entry.argument.section);
        }
        auto *row = new FieldRow(entry, m_document, content);
        column->addWidget(row);
        m_sections.back().rows.push_back(row);
        m_rows[entry.pointer] = row;
        connect(row, &FieldRow::focused, this, [this](const std::string &pointer) {
            light(pointer);
            Q_EMIT fieldFocused(pointer);
        });
    }
    column->addStretch(1); // whatever room a filter leaves
    m_area->setWidget(content);
    m_list->setSections(titles);
    m_list->setCurrent(0);
}

TaskForm::Section &TaskForm::addSection(QVBoxLayout *column, task::Section section)
{
    auto *heading = new QLabel(task::sectionTitle(section));
    style::setProperty(heading, "kind", "heading");
    if (!m_sections.empty())
        heading->setContentsMargins(0, style::space, 0, 0);
    column->addWidget(heading);
    return m_sections.emplace_back(section, heading, std::vector<FieldRow *>());
}

FieldRow *TaskForm::row(const std::string &pointer)
{
    const auto found = m_rows.find(entryOf(pointer));
    return found == m_rows.end() ? nullptr : found->second;
}

bool TaskForm::focusField(const std::string &pointer)
{
    FieldRow *target = row(pointer);
    if (!target)
        return false;
    scrollTo(target);
    target->field()->setFocus(Qt::OtherFocusReason);
    return true;
}

void TaskForm::revealField(const std::string &pointer)
{
    if (FieldRow *target = row(pointer)) {
        scrollTo(target);
        light(pointer);
    }
}

void TaskForm::scrollTo(FieldRow *target)
{
    m_search->clear();
    m_area->widget()->layout()->activate();
    // What the search had hidden has its place only after this.
    for (QWidget *widget : {m_area->widget(), m_area->viewport()})
        QCoreApplication::sendPostedEvents(widget, QEvent::LayoutRequest);
    m_area->ensureWidgetVisible(target, 0, style::controlHeight * 2);
    m_area->horizontalScrollBar()->setValue(0);
}

void TaskForm::startSearch()
{
    m_search->show();
    m_search->setFocus();
    m_search->selectAll();
}

// Who types a label means that field, whatever else speaks of it.
void TaskForm::goToFound()
{
    const FieldRow *first = nullptr;
    for (const Section &section : m_sections)
        for (const FieldRow *row : section.rows) {
            if (row->isHidden())
                continue;
            if (row->isNamed(m_search->text())) {
                focusField(row->entry().pointer);
                return;
            }
            first = first ? first : row;
        }
    if (first)
        focusField(first->entry().pointer);
}

void TaskForm::filter(const QString &words)
{
    int found = 0;
    for (int i = 0; i < int(m_sections.size()); ++i) {
        Section &section = m_sections[size_t(i)];
        const bool isTitle = section.heading->text().contains(words, Qt::CaseInsensitive);
        int shown = 0;
        for (FieldRow *row : section.rows) {
            const bool matches = isTitle || row->matches(words);
            row->setVisible(matches);
            shown += matches ? 1 : 0;
        }
        section.heading->setVisible(shown > 0);
        m_list->setShown(i, shown > 0);
        found += shown;
    }
    m_search->setCount(words.isEmpty() ? QString() : tr("%n field(s)", nullptr, found));
}

void TaskForm::refresh(const QStringList &pointers)
{
    for (const QString &changed : pointers) {
        const std::string pointer = changed.toStdString();
        for (const auto &[entry, row] : m_rows)
            if (isWithin(pointer, entry) || isWithin(entry, pointer))
                row->showDocument();
    }
    showProblems();
    showCounts();
}

void TaskForm::showProblems()
{
    for (const auto &[pointer, row] : m_rows)
        row->setProblems(m_document->problems());
}

void TaskForm::showCounts()
{
    for (int i = 0; i < int(m_sections.size()); ++i) {
        const Section &section = m_sections[size_t(i)];
        m_list->setCount(i, int(std::ranges::count_if(section.rows, &FieldRow::isSet)));
        int errors = 0;
        for (const FieldRow *row : section.rows)
            errors += row->errorCount();
        m_list->setProblems(i, errors);
    }
}

void TaskForm::showScrollPosition()
{
    const int top = m_area->verticalScrollBar()->value() + style::controlHeight * 2;
    const bool isAtEnd = m_area->verticalScrollBar()->value() == m_area->verticalScrollBar()->maximum();
    int current = 0;
    for (int i = 0; i < int(m_sections.size()); ++i)
        if (!m_sections[size_t(i)].heading->isHidden() && m_sections[size_t(i)].heading->y() <= top)
            current = i;
    if (!isAtEnd || m_list->current() < current)
        m_list->setCurrent(current);
}

void TaskForm::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < narrowWidth;
    if (std::exchange(m_isNarrow, isNarrow) == isNarrow)
        return;
    for (const auto &[pointer, row] : m_rows)
        row->setNarrow(isNarrow);
}

void TaskForm::light(const std::string &pointer)
{
    if (m_lit)
        m_lit->field()->setLit(false);
    m_lit = row(pointer);
    if (m_lit)
        m_lit->field()->setLit(true);
}

void TaskForm::scrollToSection(int number)
{
    const int top = m_sections[size_t(number)].heading->y();
    m_area->verticalScrollBar()->setValue(number == 0 ? 0 : top);
    m_list->setCurrent(number);
}

} // namespace podwright::ui::designer
