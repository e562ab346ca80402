#pragma once

#include "models/core/job.h"
#include "models/logs/filtered_lines.h"
#include "models/logs/log_export.h"
#include "models/logs/log_levels.h"
#include "models/logs/log_search.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <set>

class QLabel;
class QMenu;
class QStackedWidget;

namespace podwright::ui::widgets {
class MessageBar;
}

namespace podwright::ui::logs {

class HighlightEditor;
class LogFilters;
class LogMinimap;
class LogTools;
class LogView;

// A log with its tools: containers, live search with count, filters by text and level, highlights, marks, a map of it
// all, follow, wrap, time stamps, copy, save. What the reader last chose for wrap and time stamps is remembered.
class LogPane : public QWidget
{
    Q_OBJECT
public:
    enum class SaveWhat { Everything, Shown, Selected };
    explicit LogPane(QWidget *parent = nullptr);
    ~LogPane() override;

    // The name among them that stands for all in one.
    static QString allContainers() { return QStringLiteral("*"); }
    // Names to choose from; containerChosen() asks for the log of one.
    void setContainers(const QStringList &names, const QString &current);
    // Not owned, may go away; null shows `whyEmpty`.
    void setLog(podwright::logs::LogStore *store, const QString &whyEmpty = {});
    // Whose highlights are shown and edited; kept under this name.
    void setTask(const QString &task);
    LogView *view() const { return m_view; }
    LogTools *tools() const { return m_tools; }

    // The text of the log as it is shown, written without holding up the window.
    void saveTo(const QString &path, SaveWhat what = SaveWhat::Everything);
    void goToTime(const QString &time);

Q_SIGNALS:
    void containerChosen(const QString &name);
    void saved(const QString &path);
    void trouble(const QString &text);
    void statusText(const QString &text); // "Logs 2,104,331 lines · 198 MB"

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildLayout();
    void connectTools();
    void connectParts();
    void connectStore();
    void buildMenu();
    void buildLimitMenu(QMenu *menu);
    void search();
    void searchChanged();
    void filterChanged();
    void levelsChanged();
    void highlightsChanged();
    void keepFilter();
    void jump(bool forwards);
    void jumpToMark(bool forwards);
    void toggleMark();
    void showLines();
    void linesChanged();
    void updateMap();
    void askWhereToSave(SaveWhat what);
    void copySelection();
    podwright::logs::ExportQuery exportQuery(SaveWhat what) const;
    void showProgress();
    void remember() const;
    bool takeKey(int key, Qt::KeyboardModifiers modifiers);
    bool takePlainKey(int key, bool isShifted);
    bool isFiltered() const;

    LogTools *m_tools;
    LogFilters *m_filters;
    HighlightEditor *m_highlights;
    widgets::MessageBar *m_message;
    LogView *m_view;
    LogMinimap *m_map;
    QLabel *m_empty;
    QStackedWidget *m_stack;
    QPointer<podwright::logs::LogStore> m_store;
    podwright::logs::Matcher m_matcher;
    std::unique_ptr<podwright::logs::LogLevels> m_levels;
    std::unique_ptr<podwright::logs::LogSearch> m_search; // what is sought
    std::unique_ptr<podwright::logs::LogSearch> m_shown;  // what passes the filters
    std::unique_ptr<podwright::logs::FilteredLines> m_filtered;
    std::set<qint64> m_marks;
    QString m_task;
    podwright::core::Job m_saving, m_copying, m_finding;
    podwright::logs::ExportProgress m_progress;
    QTimer m_progressTimer;
};

} // namespace podwright::ui::logs
