#pragma once

#include "models/manifest/preview.h"
#include "models/manifest/template_file.h"
#include "models/task/task_document.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <map>
#include <optional>

namespace podwright::ui::widgets {
class ElidedLabel;
class MessageBar;
} // namespace podwright::ui::widgets

namespace podwright::ui::designer {

class YamlView;

// The pod that would be created, beside the form, in both ways: the text follows every edit of the document, and what
// is typed into it edits the document. While the text says no pod, the document keeps its last state and the line below
// says where the fault is. While the task cannot become a pod, the last text stays and the reason is said.
class PodEditor : public QWidget
{
    Q_OBJECT
public:
    explicit PodEditor(QWidget *parent = nullptr);
    void setDocument(task::TaskDocument *document); // null: nothing to show
    void setBuildOptions(const manifest::BuildOptions &options);
    void setTemplates(const manifest::TemplateTexts &templates); // what is known of the tasks' template files
    // Another task than the document's to show, read-only, such as one with rendered Jinja; nothing: the document's.
    void setStandIn(const std::optional<task::Task> &task);
    void showFocus(const std::string &pointer); // lights the lines of a field
    YamlView *view() { return m_view; }
    const task::Task &shownTask() const; // the document's or the one that stands in for it
    QString error() const;               // why the text is not of now; empty while it is
    QString note() const;                // the line below the text

Q_SIGNALS:
    void lineActivated(const std::string &pointer); // its field is wanted
    void caretEntered(const std::string &pointer);  // the field whose lines the caret has come to

private:
    void refresh();
    void follow(const QStringList &pointers);
    manifest::BuildOptions options() const;
    void tellGap();
    void forget(const QObject *document);
    void showPreview(manifest::Preview preview);
    void tellTrouble(const core::Error &error);
    void textTyped();
    void takeText();
    bool takePod(const core::YamlDocument &document);
    void tellFault(const core::Error &error, int line);
    void setAside();
    void endBurst();
    void light();
    void caretMoved();
    struct Note
    {
        const char *kind; // as the style sheet says
        QString text;
    };
    Note trouble() const;
    void showNote();
    std::string pointerAt(int line) const;

    QPointer<task::TaskDocument> m_document;
    QMetaObject::Connection m_changed;
    std::optional<task::Task> m_standIn;
    manifest::BuildOptions m_options;
    manifest::TemplateTexts m_templates;
    manifest::Preview m_preview;                        // the last that could be built
    std::map<const QObject *, manifest::PodText> m_own; // what was typed, by document
    std::optional<task::Task> m_base;                   // the task at the first key of a burst
    QTimer m_pause;                                     // ends a burst
    std::string m_focus;
    std::string m_caretField;
    QString m_fault;         // of the text; empty: it was taken
    QString m_toldGap;       // what of the template file is not in the text
    QString m_hints;         // what of the text no task can say
    bool m_isTyped = false;  // since it was last taken
    bool m_isTaking = false; // the document changes because of the text
    widgets::MessageBar *m_message;
    widgets::MessageBar *m_gap;
    YamlView *m_view;
    widgets::ElidedLabel *m_note;
};

} // namespace podwright::ui::designer
