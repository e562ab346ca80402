#pragma once

#include "models/core/json.h"

#include <QAbstractTableModel>

#include <functional>
#include <vector>

namespace podwright::ui::widgets {

// One column of a table of small JSON objects. `write` gets what the user typed.
struct EntryColumn
{
    QString title;
    std::function<QString(const core::Json &)> read;
    std::function<void(core::Json &, const QString &)> write;
    QStringList choices = {}; // empty: free text
    int stretch = 1;
};

// Entries by rows, and one empty row at the end that becomes an entry when something is written into it.
class EntryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using Entries = std::vector<core::Json>;

    explicit EntryModel(std::vector<EntryColumn> columns, QObject *parent = nullptr);
    const Entries &entries() const { return m_entries; }
    void setEntries(Entries entries);
    const EntryColumn &column(int number) const { return m_columns[size_t(number)]; }
    // An entry that is Python source as a whole; it stands in the first column.
    bool isPython(const QModelIndex &index) const;
    void removeEntry(int row);
    // Swaps with the neighbour; false at the ends.
    bool moveEntry(int row, int by);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void edited(); // by setData(), removeEntry() and moveEntry()

private:
    QString text(const QModelIndex &index) const;
    void write(const QModelIndex &index, const QString &text);
    bool isEntry(const QModelIndex &index) const { return index.row() < int(m_entries.size()); }

    std::vector<EntryColumn> m_columns;
    Entries m_entries;
    int m_emptyRows = 1;
};

} // namespace podwright::ui::widgets
