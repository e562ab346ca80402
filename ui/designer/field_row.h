#pragma once

#include "models/task/task_document.h"
#include "ui/designer/form_entry.h"
#include "ui/widgets/field.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QToolButton;

namespace podwright::ui::widgets {
class ValidationNote;
}

namespace podwright::ui::designer {

class PythonField;

// One argument in the form: label, editor, what is wrong with it, the way back to the default and its help. Edits go to
// the document; the row shows what the document says.
class FieldRow : public QWidget
{
    Q_OBJECT
public:
    FieldRow(const FormEntry &entry, task::TaskDocument *document, QWidget *parent = nullptr);
    const FormEntry &entry() const { return *m_entry; }
    widgets::Field *field(); // the one that is shown
    bool isSet() const;
    // In name, label, help, value or a part of the editor ("Memory"), whatever the case.
    bool matches(const QString &words) const;
    bool isNamed(const QString &words) const; // in the label
    void showDocument();
    void setNarrow(bool isNarrow); // the label above the editor instead of beside it
    // Those of the document that are about this row.
    void setProblems(const task::Problems &problems);
    int errorCount() const { return m_errors; }

Q_SIGNALS:
    void focused(const std::string &pointer);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void buildLabel();
    void buildButtons(QGridLayout *grid);
    void connectField(widgets::Field *field);
    void placeField();
    void showPython(bool isPython);
    QString labelText(bool holdsPython) const;
    void showNote();
    void showHelp();
    QString helpText() const;

    const FormEntry *m_entry; // of formEntries(), which live as long as the program
    task::TaskDocument *m_document;
    widgets::Field *m_field;
    PythonField *m_python = nullptr; // instead of it, once a value is Python source
    bool m_isPython = false;
    bool m_isNarrow = false;
    QLabel *m_label = nullptr;
    widgets::ValidationNote *m_note;
    QToolButton *m_reset = nullptr;
    QToolButton *m_help = nullptr;
    widgets::Mark m_mark = widgets::Mark::None;
    QString m_problem;
    std::string m_inner; // where in the value the problem is
    int m_errors = 0;
};

} // namespace podwright::ui::designer
