#pragma once

#include "models/core/clock.h"
#include "models/core/job.h"
#include "models/kube/resource_watch.h"
#include "models/tables/run_order.h"
#include "models/tables/run_outline.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <deque>

namespace podwright::tables {

// Runs and pods, a hundred thousand of them, sorted, filtered and grouped by itself. What changes is shown at most once
// a frame, a few thousand changes at a time, with one move of rows: selection and scroll position follow their rows.
// A new filter or order over many rows is worked out on another thread; until then the former stays.
class RunTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using Column = RunColumns::Column;
    using enum RunColumns::Column;
    enum ExtraRole {
        LaunchedHereRole = ToneRole + 1,
        RunIdRole,
        StarredRole,
        LevelRole,
        ExpandedRole
    }; // the last two: of a group's line

    explicit RunTableModel(const core::Clock &clock, QObject *parent = nullptr);
    ~RunTableModel() override;

    // What there is.
    void setRun(RunFacts facts);
    void removeRun(const std::string &id);
    void takePods(const core::Symbol &context, const kube::PodBatch &batch);
    void clearPods(const core::Symbol &context);
    // Of a pod's events, if somebody has read them: "BackOff Pulled".
    void setEventReasons(const core::Symbol &context, std::string_view uid, core::Symbol reasons)
    {
        m_book.setEventReasons(context, uid, std::move(reasons));
    }

    // What is shown.
    void setQuery(const RunQuery &query);
    const RunQuery &query() const { return m_wanted.query; }
    void setGrouping(RunGrouping grouping); // all groups folded
    RunGrouping grouping() const { return m_wanted.sorting.grouping; }
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    void setExpanded(const QModelIndex &index, bool isExpanded); // of a group's line
    void expandAll(bool areExpanded);
    void refreshTimes(); // the texts of Duration and Age; once a second while visible
    void flush();        // shows at once all that waits; tests need not wait for a frame

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    const RunRow *rowAt(const QModelIndex &index) const;     // null: invalid, or a group's line
    const RunGroup *groupAt(const QModelIndex &index) const; // null: invalid, or a row
    QModelIndex indexOfRun(const std::string &runId) const;  // invalid: unknown, filtered or folded away
    QModelIndex indexOf(const QString &key) const;
    bool knowsRun(const std::string &runId) const { return m_book.findRun(runId) != nullptr; }
    qsizetype count(RunChip chip) const { return m_book.count(chip); } // whatever the filter says
    qsizetype shownCount() const { return qsizetype(m_order.size()); } // folded rows count

Q_SIGNALS:
    void shown(); // after all changes of a frame

private:
    struct News // of one pod
    {
        core::Symbol context;
        kube::PodPtr pod;
        bool isGone = false;
    };

    void note(RowId id, const RunRow &before, const RunRow &after);
    void await() { m_frame.isActive() ? void() : m_frame.start(); }
    void takeNews(size_t most);
    void showFrame(size_t mostNews);
    void arrange();
    void finishArranging(std::vector<RowId> order, const RunWish &wish);
    void showLines();
    void insertAtEnd(const std::vector<RunLine> &next);
    void rearrange(std::vector<RunLine> next);
    void tellTouched();
    std::int32_t &placeOf(const RunLine &line);
    std::int32_t placeOf(const RunLine &line) const;
    RunSnapshot snapshot() const;
    QVariant rowCell(const RunRow &row, Column column, int role) const;
    QVariant groupCell(const RunGroup &group, Column column, int role) const;
    QString text(const RunRow &row, Column column) const;

    const core::Clock &m_clock;
    RunBook m_book;
    RunOutline m_outline;
    RunWish m_wish;   // what m_order is by
    RunWish m_wanted; // what is asked for; the same unless m_arranging
    std::vector<RowId> m_order;
    std::vector<bool> m_isOrdered; // by RowId: in m_order, or will be when m_moved is placed
    std::vector<RunLine> m_lines;
    std::vector<std::int32_t> m_places, m_groupPlaces; // lines by RowId and by group, or RunLine::none
    std::vector<RowId> m_moved, m_touched;             // since the last frame
    std::vector<RowId> m_late;                         // changed since m_arranging began
    std::deque<News> m_news;
    bool m_isStale = false; // the lines have to be made anew
    core::Job m_arranging;
    QTimer m_frame;
};

} // namespace podwright::tables
