#pragma once

#include "models/task/task_document.h"

#include <QPointer>
#include <QWidget>

namespace podwright::ui::designer {

class SampleField;

// The values that Jinja is rendered with here, under the names that templates use: "ds", "params.model". Kept in the
// task's `sample`.
class SamplePanel : public QWidget
{
    Q_OBJECT
public:
    explicit SamplePanel(QWidget *parent = nullptr);
    void setDocument(task::TaskDocument *document);

private:
    void showDocument();
    void take();

    QPointer<task::TaskDocument> m_document;
    QMetaObject::Connection m_changed;
    SampleField *m_field;
};

} // namespace podwright::ui::designer
