#pragma once

#include "models/core/job.h"
#include "models/core/throttle.h"
#include "models/task/task_document.h"

#include <QPointer>
#include <QWidget>

#include <optional>

class QPushButton;

namespace podwright::ui::widgets {
class MessageBar;
class SegmentedControl;
} // namespace podwright::ui::widgets

namespace podwright::ui::designer {

class SamplePanel;

// Over the pod's YAML of a task with Jinja: whether it is shown raw or rendered, and the sample values. Renders off
// this thread; hidden while the task has no Jinja.
class JinjaBar : public QWidget
{
    Q_OBJECT
public:
    explicit JinjaBar(QWidget *parent = nullptr);
    void setDocument(task::TaskDocument *document); // shown raw at first
    void setRendered(bool isRendered);
    void setSampleShown(bool isShown);

Q_SIGNALS:
    void rendered(const std::optional<podwright::task::Task> &task); // to be shown instead; nothing: the task itself
    void fieldRequested(const std::string &pointer);

private:
    void follow();
    void render();
    void take(const core::Result<task::Task> &result);

    QPointer<task::TaskDocument> m_document;
    QMetaObject::Connection m_changed;
    bool m_isRendered = false;
    core::Throttle m_throttle;
    core::Job m_job;
    widgets::SegmentedControl *m_mode;
    QPushButton *m_sampleButton;
    SamplePanel *m_sample;
    widgets::MessageBar *m_message;
};

} // namespace podwright::ui::designer
