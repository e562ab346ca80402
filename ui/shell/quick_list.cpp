#include "ui/shell/quick_list.h"

#include "ui/shell/quick_item_delegate.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/search_field.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace podwright::ui::shell {

class WordFilter : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setText(const QString &text)
    {
        m_words = text.split(u' ', Qt::SkipEmptyParts);
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QString text = sourceModel()->index(row, 0, parent).data().toString();
        return std::ranges::all_of(m_words,
                                   [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
    }

private:
    QStringList m_words;
};

QuickList::QuickList(const QString &hint, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_search(new widgets::SearchField(hint, this))
    , m_list(new QListView(this))
    , m_none(new QLabel(this))
    , m_model(new QStandardItemModel(this))
    , m_filter(new WordFilter(this))
{
    style::setProperty(this, "surface", QStringLiteral("card"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::spaceSmall, style::spaceSmall, style::spaceSmall, style::spaceSmall);
    layout->setSpacing(style::spaceSmall);
    layout->addWidget(m_search);
    layout->addWidget(m_list);
    layout->addWidget(m_none, 1);
    m_none->setObjectName(QStringLiteral("quickNone"));
    m_none->setTextFormat(Qt::PlainText);
    m_none->setWordWrap(true);
    m_none->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_none->setContentsMargins(style::spaceSmall, style::grid, style::spaceSmall, 0);
    style::setProperty(m_none, "kind", QStringLiteral("muted"));
    m_filter->setSourceModel(m_model);
    m_list->setObjectName(QStringLiteral("quickItems"));
    m_list->setAccessibleName(hint);
    m_list->setModel(m_filter);
    m_list->setItemDelegate(new QuickItemDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_search->setObjectName(QStringLiteral("quickSearch"));
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setText(text);
        m_list->setCurrentIndex(m_filter->index(0, 0));
        showWhetherEmpty();
    });
    connect(m_list, &QListView::clicked, this, &QuickList::choose);
}

void QuickList::setItems(const std::vector<QuickItem> &items)
{
    if (items == m_items)
        return;
    const QString current = m_list->currentIndex().data(QuickItemDelegate::ValueRole).toString();
    m_items = items;
    m_model->clear();
    for (const QuickItem &item : items) {
        auto *row = new QStandardItem(item.text);
        row->setData(item.value, QuickItemDelegate::ValueRole);
        row->setData(item.detail, QuickItemDelegate::DetailRole);
        if (item.tone)
            row->setData(static_cast<int>(*item.tone), QuickItemDelegate::ToneRole);
        row->setToolTip(item.detail.isEmpty() ? item.text : item.text + u'\n' + item.detail);
        m_model->appendRow(row);
    }
    setCurrentValue(current);
    showWhetherEmpty();
}

void QuickList::setSearched(const QString &what)
{
    m_searched = what;
    showWhetherEmpty();
}

void QuickList::showWhetherEmpty()
{
    const bool isEmpty = m_filter->rowCount() == 0;
    const QString typed = m_search->text().trimmed();
    const QString text = m_acceptsTyped && !typed.isEmpty()
                             ? tr("Not in the list. Enter takes %1 as it is typed.").arg(typed)
                             : (tr("Nothing matches.") + u' ' + m_searched).trimmed();
    m_none->setText(text);
    m_none->setVisible(isEmpty);
    m_list->setVisible(!isEmpty);
    m_search->setAccessibleDescription(isEmpty ? text : QString());
}

void QuickList::open(const QPoint &globalTopLeft, const QSize &size, const QString &currentValue)
{
    m_search->clear();
    setFixedSize(size);
    QFrame::move(globalTopLeft);
    show();
    m_search->setFocus();
    setCurrentValue(currentValue);
}

void QuickList::setCurrentValue(const QString &value)
{
    const QModelIndexList found =
        m_filter->match(m_filter->index(0, 0), QuickItemDelegate::ValueRole, value, 1, Qt::MatchExactly);
    m_list->setCurrentIndex(found.isEmpty() ? m_filter->index(0, 0) : found.first());
}

void QuickList::choose()
{
    const QModelIndex index = m_list->currentIndex();
    const QString typed = m_search->text().trimmed();
    const QString value = index.isValid() ? index.data(QuickItemDelegate::ValueRole).toString() : typed;
    if (!index.isValid() && (!m_acceptsTyped || typed.isEmpty()))
        return;
    hide();
    Q_EMIT chosen(value);
}

void QuickList::move(int step)
{
    const int last = std::max(0, m_filter->rowCount() - 1);
    m_list->setCurrentIndex(m_filter->index(std::clamp(m_list->currentIndex().row() + step, 0, last), 0));
}

bool QuickList::takeKey(int key)
{
    switch (key) {
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_PageUp:
        move(-8);
        return true;
    case Qt::Key_PageDown:
        move(8);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    case Qt::Key_Escape:
        hide();
        return true;
    default:
        return false;
    }
}

bool QuickList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress)
        return takeKey(static_cast<QKeyEvent *>(event)->key());
    return QFrame::eventFilter(watched, event);
}

} // namespace podwright::ui::shell
