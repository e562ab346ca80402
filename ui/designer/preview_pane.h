#pragma once

#include "models/core/job.h"
#include "models/manifest/preview.h"
#include "models/task/task_document.h"

#include <QPointer>
#include <QWidget>

class QHBoxLayout;

namespace podwright::ui::widgets {
class MessageBar;
}

namespace podwright::ui::designer {

class YamlView;

// The pod that would be created, beside the form; follows every edit of its document. While the task cannot become a
// pod it says why and keeps the last text.
class PreviewPane : public QWidget
{
    Q_OBJECT
public:
    explicit PreviewPane(QWidget *parent = nullptr);
    void setDocument(task::TaskDocument *document); // null: nothing to show
    void setBuildOptions(const manifest::BuildOptions &options);
    void showFocus(const std::string &pointer); // lights the lines of a field
    YamlView *view() { return m_view; }
    QString error() const; // empty while the text is of now

Q_SIGNALS:
    void lineActivated(const std::string &pointer);
    void statusText(const QString &text);

private:
    void buildBar(QHBoxLayout *bar);
    void refresh();
    void light();
    void activate(int line);
    void copy();
    void chooseFile();
    void save(const QString &path);

    QPointer<task::TaskDocument> m_document;
    manifest::BuildOptions m_options;
    manifest::Preview m_preview; // the last that could be built
    std::string m_focus;
    widgets::MessageBar *m_message;
    YamlView *m_view;
    core::Job m_saving;
};

} // namespace podwright::ui::designer
