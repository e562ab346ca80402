#include "ui/clusters/fact_list.h"

#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/status.h"
#include "ui/style/theme.h"

#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace podwright::ui::clusters {
namespace {

using Facts = tables::FactTableModel;

constexpr int factHeight = 32;

class FactDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {100, factHeight}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem ground = option;
        ground.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
        painter->save();
        painter->setPen(style::color(style::Token::Line));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        const QRect inner = option.rect.adjusted(style::space, 0, -style::space, 0);
        const int detail =
            std::min(QFontMetrics(style::interfaceFont()).horizontalAdvance(index.data(Facts::DetailRole).toString()),
                     inner.width() * 2 / 5);
        const int wide = drawTitle(painter, inner.adjusted(0, 0, -detail - style::space, 0), index.data().toString(),
                                   index.data(Facts::NameRole).toString());
        drawDetail(painter, inner.adjusted(wide + style::space, 0, 0, 0), index);
        painter->restore();
    }

private:
    static int drawTitle(QPainter *painter, QRect inner, const QString &title, const QString &name)
    {
        painter->setPen(style::color(style::Token::Text));
        painter->setFont(style::interfaceFont());
        const int before = painter->fontMetrics().horizontalAdvance(title + QStringLiteral(" "));
        painter->drawText(inner, Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(title, Qt::ElideRight, inner.width()));
        if (name.isEmpty())
            return before;
        painter->setFont(style::strongFont());
        const int room = std::max(40, inner.width() - before);
        const QString shown = painter->fontMetrics().elidedText(name, Qt::ElideMiddle, room);
        painter->drawText(inner.adjusted(before, 0, 0, 0), Qt::AlignVCenter, shown);
        return before + painter->fontMetrics().horizontalAdvance(shown);
    }

    static void drawDetail(QPainter *painter, const QRect &room, const QModelIndex &index)
    {
        const auto tone = static_cast<style::Tone>(index.data(Facts::DetailToneRole).toInt());
        painter->setFont(style::interfaceFont());
        painter->setPen(style::color(style::toneText(tone)));
        painter->drawText(
            room, Qt::AlignVCenter | Qt::AlignRight,
            painter->fontMetrics().elidedText(index.data(Facts::DetailRole).toString(), Qt::ElideMiddle, room.width()));
    }
};

} // namespace

FactList::FactList(const QString &name, Facts *model, QWidget *parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_empty(new QLabel(this))
    , m_head(new QHBoxLayout)
    , m_view(new QListView(this))
{
    setObjectName(name);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding); // lists beside each other are equally wide
    style::setProperty(this, "surface", QStringLiteral("card"));
    style::setProperty(m_title, "kind", QStringLiteral("heading"));
    style::setProperty(m_empty, "kind", QStringLiteral("muted"));
    style::setProperty(m_view, "kind", QStringLiteral("facts"));
    m_view->setObjectName(name + QStringLiteral("View"));
    m_view->setItemDelegate(new FactDelegate(m_view));
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto *sorted = new QSortFilterProxyModel(m_view);
    sorted->setSourceModel(model);
    sorted->setSortRole(tables::SortRole);
    sorted->sort(Facts::Title);
    m_view->setModel(sorted);
    m_empty->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    m_empty->setWordWrap(true);
    m_head->setContentsMargins(style::space, 3, style::spaceSmall, 3);
    m_head->addWidget(m_title);
    m_head->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    auto *head = new QWidget(this);
    head->setLayout(m_head);
    head->setFixedHeight(style::barHeight + 2);
    layout->addWidget(head);
    auto *line = new QFrame(this);
    line->setFixedHeight(1);
    style::setProperty(line, "kind", QStringLiteral("separator"));
    layout->addWidget(line);
    layout->addWidget(m_empty);
    layout->addWidget(m_view, 1);
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(sorted, signal, this, &FactList::refresh);
    connect(sorted, &QAbstractItemModel::modelReset, this, &FactList::refresh);
    refresh();
}

void FactList::refresh()
{
    m_empty->setVisible(m_view->model()->rowCount() == 0 && !m_empty->text().isEmpty());
}

void FactList::setTitle(const QString &title)
{
    m_title->setText(title);
    m_view->setAccessibleName(title);
}

void FactList::setEmptyText(const QString &text)
{
    m_empty->setText(text);
    refresh();
}

void FactList::addToHead(QWidget *widget)
{
    m_head->addWidget(widget);
}

} // namespace podwright::ui::clusters
