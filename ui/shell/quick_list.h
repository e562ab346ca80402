#pragma once

#include "ui/style/status.h"

#include <QFrame>

#include <optional>
#include <vector>

class QLabel;
class QListView;
class QStandardItemModel;

namespace podwright::ui::widgets {
class SearchField;
}

namespace podwright::ui::shell {

struct QuickItem
{
    QString value; // what chosen() tells
    QString text;
    QString detail = {};                  // under the text, or at the right when there is no dot; may be empty
    std::optional<style::Tone> tone = {}; // a dot before the text
    bool operator==(const QuickItem &) const = default;
};

class WordFilter;

// A list in a pop-up, narrowed by typing words that may stand in any order; arrows move, Enter chooses, Escape leaves.
class QuickList : public QFrame
{
    Q_OBJECT
public:
    explicit QuickList(const QString &hint, QWidget *parent);

    void setItems(const std::vector<QuickItem> &items); // may be called while open
    void setAcceptsTyped(bool accepts)
    {
        m_acceptsTyped = accepts;
    }                                      // what is typed can be chosen though it is not listed
    void setSearched(const QString &what); // one sentence: what is looked through; stands where nothing matches
    void open(const QPoint &globalTopLeft, const QSize &size, const QString &currentValue = {});

Q_SIGNALS:
    void chosen(const QString &value);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool takeKey(int key);
    void move(int step);
    void choose();
    void setCurrentValue(const QString &value);
    void showWhetherEmpty();

    widgets::SearchField *m_search;
    QListView *m_list;
    QLabel *m_none;
    QString m_searched;
    QStandardItemModel *m_model;
    WordFilter *m_filter;
    std::vector<QuickItem> m_items;
    bool m_acceptsTyped = false;
};

} // namespace podwright::ui::shell
