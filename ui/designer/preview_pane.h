#pragma once

#include "models/core/job.h"
#include "models/manifest/pod_builder.h"
#include "models/manifest/template_file.h"
#include "models/task/task_document.h"

#include <QPointer>
#include <QWidget>

#include <set>
#include <vector>

class QHBoxLayout;
class QPushButton;
class QStackedWidget;

namespace podwright::ui::widgets {
class FoldingTabs;
class MessageBar;
} // namespace podwright::ui::widgets

namespace podwright::ui::designer {

class CodeView;
class ConnectionPanel;
class DiffPanel;
class ExportPanel;
class JinjaBar;
class PodEditor;
class PreviewPage;

// What the task becomes: the pod, the forms it can leave in, and what has changed since its last run, a tab each.
class PreviewPane : public QWidget
{
    Q_OBJECT
public:
    enum Tab { PodYaml, Dag, Template, Kubectl, Diff, Connection };
    explicit PreviewPane(QWidget *parent = nullptr);
    void setDocument(task::TaskDocument *document); // null: nothing to show
    void setBuildOptions(const manifest::BuildOptions &options);
    // All tasks of the document's DAG, the document's own as it is now; one or none: it has no others.
    void setDagTasks(const std::vector<task::Task> &tasks);
    // Of all tasks that are shown, for setTemplates().
    std::set<std::string> templatePaths() const;
    void setTemplates(const manifest::TemplateTexts &templates);
    void showFocus(const std::string &pointer); // lights the lines of a field
    void setTab(Tab tab);
    PodEditor *pod() { return m_pod; }
    JinjaBar *jinja() { return m_jinja; }
    ConnectionPanel *connection() { return m_connection; }
    DiffPanel *diff() { return m_diff; }
    void copy();       // what is shown
    void chooseFile(); // to save what is shown in

Q_SIGNALS:
    void lineActivated(const std::string &pointer); // its field is wanted
    void caretEntered(const std::string &pointer);  // the field the caret of the pod's text has come to
    void statusText(const QString &text);
    void tasksShown(); // others, or with other content

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildBar(QHBoxLayout *bar);
    void addPage(const QString &title, const QString &meaning, PreviewPage *page);
    void fitBar();
    PreviewPage *shownPage() const; // null: the pod
    void showTasks();
    CodeView *shownView() const;
    QString proposedName() const;
    void save(const QString &path);

    QPointer<task::TaskDocument> m_document;
    QMetaObject::Connection m_changed;
    std::vector<task::Task> m_dag;
    widgets::FoldingTabs *m_tabs;
    QPushButton *m_copy = nullptr;
    QPushButton *m_export = nullptr;
    widgets::MessageBar *m_message; // about exporting
    QStackedWidget *m_pages;
    PodEditor *m_pod;
    JinjaBar *m_jinja;
    std::vector<ExportPanel *> m_exports;
    ConnectionPanel *m_connection;
    DiffPanel *m_diff;
    std::vector<PreviewPage *> m_others; // in the order of the tabs, from Dag on
    QString m_folder;                    // last saved to
    core::Job m_saving;
};

} // namespace podwright::ui::designer
