#pragma once

#include "models/core/error.h"
#include "ui/designer/code_view.h"
#include "ui/designer/preview_page.h"

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace podwright::ui::widgets {
class MessageBar;
}

namespace podwright::ui::designer {

// A text that the task becomes, below what can be chosen about it and what is to be said about it.
class CodePage : public PreviewPage
{
    Q_OBJECT
public:
    CodeView *view() override { return m_view; }

protected:
    // The view gets the name; the notes get it with ".notes".
    CodePage(CodeLanguage language, const QString &objectName, const QString &accessibleName, QWidget *parent);
    QHBoxLayout *bar() { return m_bar; } // empty; takes no room as long as it is
    void addBelowBar(QWidget *widget);
    void showNotes(const QStringList &notes, bool isWarning = false);
    void showTrouble(const core::Error &error, bool leadsToField = true); // the notes go
    void dismissTrouble();

private:
    QVBoxLayout *m_layout;
    QHBoxLayout *m_bar;
    widgets::MessageBar *m_message;
    QLabel *m_notes;
    CodeView *m_view;
};

} // namespace podwright::ui::designer
