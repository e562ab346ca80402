#pragma once

#include <QAbstractTableModel>

#include <algorithm>
#include <span>
#include <vector>

namespace podwright::tables {

// Roles beside the usual ones; the same in every table.
enum Role {
    SortRole = Qt::UserRole, // the raw value, for proxies: numbers and times, not their texts
    KeyRole,                 // what names the row for as long as it exists
    ToneRole,                // Tone, the meaning that a colour (and a sign) stands for
};

enum class Tone { Neutral, Good, Busy, Waiting, Bad };

// A table of values. Rows are kept sorted by `key`; a refreshed list is merged in one pass with exactly the inserts,
// removals and changes it needs, so that selection and scroll position survive; the first fill is one reset. A concrete
// model says its titles, one a column, and what stands in its cells. `Row` has a `key` with < and ==, and operator==.
template<class Row>
class RowModel : public QAbstractTableModel
{
public:
    using Titles = std::span<const char *const>; // of static storage

    explicit RowModel(Titles titles, QObject *parent = nullptr)
        : QAbstractTableModel(parent)
        , m_titles(titles)
    {}

    int rowCount(const QModelIndex &parent = {}) const final { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const final { return parent.isValid() ? 0 : int(m_titles.size()); }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const final
    {
        const bool isKnown = orientation == Qt::Horizontal && section >= 0 && section < columnCount();
        if (isKnown && role == Qt::TextAlignmentRole)
            return alignment(section);
        return isKnown && role == Qt::DisplayRole ? QVariant(QLatin1String(m_titles[size_t(section)])) : QVariant();
    }

    QVariant data(const QModelIndex &index, int role) const final
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
            return {};
        return cell(m_rows[size_t(index.row())], index.column(), role);
    }

    const std::vector<Row> &rows() const { return m_rows; }
    const Row &row(int number) const { return m_rows[size_t(number)]; }

    // The row with this key, or -1.
    template<class Key>
    int find(const Key &key) const
    {
        const auto place = std::ranges::lower_bound(m_rows, key, {}, &Row::key);
        return place != m_rows.end() && place->key == key ? int(place - m_rows.begin()) : -1;
    }

    // Everything there is; any order. Of rows with equal keys the last counts.
    void setRows(std::vector<Row> rows)
    {
        tidy(rows);
        if (m_rows.empty() && !rows.empty()) {
            beginResetModel();
            m_rows = std::move(rows);
            endResetModel();
            return;
        }
        removeMissing(rows);
        mergeIn(std::move(rows));
    }

    // One batch of a watch: new or changed rows, and keys that are gone.
    template<class Key>
    void apply(std::vector<Row> changed, const std::vector<Key> &gone)
    {
        for (const Key &key : gone) {
            if (const int at = find(key); at >= 0)
                removeRange(at, at);
        }
        tidy(changed);
        mergeIn(std::move(changed));
    }

protected:
    virtual bool isNumeric(int) const { return false; } // a column of figures stands at the right
    virtual QString text(const Row &row, int column) const = 0;
    virtual QVariant name(const Row &row) const = 0; // KeyRole
    virtual QVariant sortValue(const Row &row, int column) const { return text(row, column); }
    virtual Tone tone(const Row &, int /*column*/) const { return Tone::Neutral; }
    virtual QString toolTip(const Row &row, int column) const { return text(row, column); }
    virtual QVariant extra(const Row &, int /*column*/, int /*role*/) const { return {}; } // all other roles

    // Cells that change by the passing of time.
    void touch(int firstColumn, int lastColumn)
    {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, firstColumn), index(int(m_rows.size()) - 1, lastColumn));
    }

private:
    QVariant alignment(int column) const
    {
        return isNumeric(column) ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    }

    QVariant cell(const Row &row, int column, int role) const
    {
        switch (role) {
        case Qt::DisplayRole:
            return text(row, column);
        case Qt::TextAlignmentRole:
            return alignment(column);
        case Qt::ToolTipRole:
            return toolTip(row, column);
        case SortRole:
            return sortValue(row, column);
        case KeyRole:
            return name(row);
        case ToneRole:
            return int(tone(row, column));
        default:
            return extra(row, column, role);
        }
    }

    static void tidy(std::vector<Row> &rows)
    {
        std::ranges::stable_sort(rows, {}, &Row::key);
        auto last = rows.begin();
        for (auto &row : rows) {
            const bool repeats = last != rows.begin() && std::prev(last)->key == row.key;
            auto &place = repeats ? *std::prev(last) : *last++;
            if (&place != &row)
                place = std::move(row);
        }
        rows.erase(last, rows.end());
    }

    void removeRange(int first, int last)
    {
        beginRemoveRows({}, first, last);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        endRemoveRows();
    }

    void removeMissing(const std::vector<Row> &kept)
    {
        const auto isKept = [&kept](const Row &row) {
            return std::ranges::binary_search(kept, row.key, {}, &Row::key);
        };
        for (int last = int(m_rows.size()) - 1; last >= 0; --last) {
            int first = last + 1;
            while (first > 0 && !isKept(m_rows[size_t(first - 1)]))
                --first;
            if (first <= last)
                removeRange(first, last);
            last = std::min(first, last);
        }
    }

    void mergeIn(std::vector<Row> changed)
    {
        size_t at = 0;
        for (size_t next = 0; next < changed.size();) {
            while (at < m_rows.size() && m_rows[at].key < changed[next].key)
                ++at;
            if (at < m_rows.size() && m_rows[at].key == changed[next].key)
                replace(int(at), std::move(changed[next++]));
            else
                next = insertRun(int(at), changed, next);
        }
    }

    void replace(int at, Row row)
    {
        if (m_rows[size_t(at)] == row)
            return;
        m_rows[size_t(at)] = std::move(row);
        Q_EMIT dataChanged(index(at, 0), index(at, columnCount() - 1));
    }

    // Inserts all that belongs before the row at `at`; returns the first that does not.
    size_t insertRun(int at, std::vector<Row> &changed, size_t first)
    {
        size_t end = first + 1;
        while (end < changed.size() && (size_t(at) == m_rows.size() || changed[end].key < m_rows[size_t(at)].key))
            ++end;
        beginInsertRows({}, at, at + int(end - first) - 1);
        m_rows.insert(m_rows.begin() + at, std::make_move_iterator(changed.begin() + std::ptrdiff_t(first)),
                      std::make_move_iterator(changed.begin() + std::ptrdiff_t(end)));
        endInsertRows();
        return end;
    }

    const Titles m_titles;
    std::vector<Row> m_rows;
};

} // namespace podwright::tables
