#pragma once

#include "models/core/job.h"
#include "models/logs/filtered_lines.h"
#include "models/logs/log_search.h"

#include <QPointer>
#include <QWidget>

#include <memory>

class QLabel;
class QStackedLayout;

namespace podwright::ui::logs {

class LogTools;
class LogView;

// A log with its tools: containers, live search with count, filter, follow, wrap, time stamps, copy, save.
// What the reader last chose for wrap and time stamps is remembered.
class LogPane : public QWidget
{
    Q_OBJECT
public:
    explicit LogPane(QWidget *parent = nullptr);
    ~LogPane() override;

    // Names to choose from; containerChosen() asks for the log of one.
    void setContainers(const QStringList &names, const QString &current);
    // Not owned, may go away; null shows `whyEmpty`.
    void setLog(podwright::logs::LogStore *store, const QString &whyEmpty = {});
    LogView *view() const { return m_view; }
    LogTools *tools() const { return m_tools; }

    // The text of the log as it is shown, written without holding up the window.
    void saveTo(const QString &path);

Q_SIGNALS:
    void containerChosen(const QString &name);
    void saved(const QString &path);
    void trouble(const QString &text);
    void statusText(const QString &text); // "Logs 2,104,331 lines · 198 MB"

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectTools();
    void search();
    void searchChanged();
    void jump(bool forwards);
    void showLines();
    void linesChanged();
    void askWhereToSave();
    void remember() const;
    bool takeKey(int key, Qt::KeyboardModifiers modifiers);

    LogTools *m_tools;
    LogView *m_view;
    QLabel *m_empty;
    QStackedLayout *m_stack;
    QPointer<podwright::logs::LogStore> m_store;
    podwright::logs::Matcher m_matcher;
    std::unique_ptr<podwright::logs::LogSearch> m_search;
    std::unique_ptr<podwright::logs::FilteredLines> m_filtered;
    podwright::core::Job m_saving;
};

} // namespace podwright::ui::logs
