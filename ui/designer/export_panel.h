#pragma once

#include "models/airflow/export.h"
#include "models/core/throttle.h"
#include "models/manifest/template_file.h"
#include "ui/designer/code_page.h"

#include <vector>

class QComboBox;
class QHBoxLayout;
class QScrollArea;

namespace podwright::ui::designer {

class TaskGraphView;

// A task, or the whole DAG it belongs to, in one of the forms it can leave in; follows every edit soon after it. What
// a form cannot say stands above the text.
class ExportPanel : public CodePage
{
    Q_OBJECT
public:
    enum class Page { Dag, Template, Kubectl };
    explicit ExportPanel(Page page, QWidget *parent = nullptr);

    // The task in view, and all tasks of its DAG (with it among them; one or none: there is nothing to join).
    void setTasks(const std::optional<task::Task> &task, std::vector<task::Task> dag);
    // What is known of the tasks' template files.
    void setTemplates(const manifest::TemplateTexts &templates);
    QString fileName() const override { return m_exported.fileName; }
    // What can be copied and saved: empty while there is an error.
    const airflow::Exported &exported() const { return m_exported; }
    void refresh(); // at once, if something has changed

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildPickers(QHBoxLayout *bar);
    QComboBox *addPicker(QHBoxLayout *bar, const QString &name, const QString &accessibleName);
    void fillScope();
    void showGraph(const std::vector<task::Task> &tasks);
    airflow::ExportForm exportForm() const;
    airflow::ExportOptions exportOptions() const;
    void becomeStale();
    bool isWholeDag() const;

    Page m_page;
    std::optional<task::Task> m_task;
    std::vector<task::Task> m_dag;
    manifest::TemplateTexts m_templates;
    airflow::Exported m_exported;
    bool m_isStale = true;
    core::Throttle m_throttle;
    QComboBox *m_form = nullptr;
    QComboBox *m_airflow = nullptr;
    QComboBox *m_scope = nullptr;
    QScrollArea *m_graphArea;
    TaskGraphView *m_graph;
};

} // namespace podwright::ui::designer
