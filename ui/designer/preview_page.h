#pragma once

#include <QWidget>

namespace podwright::ui::designer {

class CodeView;

// Something that the preview shows of a task: a text that can be copied and saved.
class PreviewPage : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;
    virtual CodeView *view() = 0;
    virtual QString fileName() const = 0;            // proposed, without a folder
    virtual bool isPrivate() const { return false; } // a file of it is for its owner's eyes only

Q_SIGNALS:
    void fieldRequested(const std::string &pointer); // of the task
};

} // namespace podwright::ui::designer
