#pragma once

#include "models/task/task_document.h"
#include "ui/designer/field_row.h"

#include <QWidget>

#include <map>
#include <vector>

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace podwright::ui::widgets {
class SearchField;
class SectionList;
} // namespace podwright::ui::widgets

namespace podwright::ui::designer {

// The form of one document, generated from the argument table: sections at the left, their fields at the right.
class TaskForm : public QWidget
{
    Q_OBJECT
public:
    explicit TaskForm(task::TaskDocument *document, QWidget *parent = nullptr);
    task::TaskDocument *document() { return m_document; }
    // Scrolls to the field of `pointer` (or of what it lies in) and gives it the focus. False if there is none.
    bool focusField(const std::string &pointer);
    // Scrolls to that field and lights it; the focus stays where it is.
    void revealField(const std::string &pointer);
    FieldRow *row(const std::string &pointer); // null if there is none
    void startSearch();

Q_SIGNALS:
    void fieldFocused(const std::string &pointer);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Section
    {
        task::Section section;
        QLabel *heading;
        std::vector<FieldRow *> rows;
    };

    void buildRows();
    Section &addSection(QVBoxLayout *column, task::Section section);
    void goToFound(); // the first field that the search shows
    void filter(const QString &words);
    void refresh(const QStringList &pointers);
    void showProblems();
    void showCounts();
    void showScrollPosition(); // in the section list
    void light(const std::string &pointer);
    void scrollTo(FieldRow *target);
    void scrollToSection(int number);

    task::TaskDocument *m_document;
    widgets::SearchField *m_search;
    widgets::SectionList *m_list;
    QScrollArea *m_area;
    std::vector<Section> m_sections;
    std::map<std::string, FieldRow *> m_rows;
    FieldRow *m_lit = nullptr;
    bool m_isNarrow = false;
};

} // namespace podwright::ui::designer
