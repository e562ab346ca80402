#pragma once

#include "models/airflow/connection.h"
#include "models/core/throttle.h"
#include "ui/designer/code_page.h"

class QCheckBox;

namespace podwright::ui::widgets {
class ElidedLabel;
}

namespace podwright::ui::designer {

// Airflow's connection to the cluster that the task would be launched on. Credentials are in it only after they were
// asked for, and no longer than it is in view.
class ConnectionPanel : public CodePage
{
    Q_OBJECT
public:
    explicit ConnectionPanel(QWidget *parent = nullptr);
    void setTask(const std::optional<task::Task> &task);
    void refresh(); // the contexts have changed
    // The answer to accessRequested(); one to a question that is no longer asked is passed over.
    void showAccess(const core::Result<airflow::ClusterAccess> &access, bool withSecrets);
    QString fileName() const override { return m_fileName; }
    bool isPrivate() const override;

Q_SIGNALS:
    void accessRequested(const podwright::task::Task &task, bool withSecrets);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void ask();
    void clear();
    void showText(const std::string &text, bool isPrivate);

    std::optional<task::Task> m_task;
    core::Throttle m_throttle;
    bool m_isPrivate = false; // there are credentials in the text
    QString m_fileName;
    widgets::ElidedLabel *m_context;
    QCheckBox *m_secrets;
};

} // namespace podwright::ui::designer
