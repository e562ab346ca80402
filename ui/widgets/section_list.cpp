#include "ui/widgets/section_list.h"

#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace podwright::ui::widgets {

namespace {

constexpr int countRole = Qt::UserRole;
constexpr int problemsRole = Qt::UserRole + 1;

class CountDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QRect room = option.rect.adjusted(0, 0, -10, 0);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setFont(style::smallFont());
        painter->setPen(style::color(style::Token::Muted));
        if (const int count = index.data(countRole).toInt())
            painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, QString::number(count));
        if (index.data(problemsRole).toInt() > 0) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(style::color(style::Token::Bad));
            painter->drawEllipse(QPointF(room.right() - 16, room.center().y() + 1), 3, 3);
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width() + 24, style::lineHeight};
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (option->state.testFlag(QStyle::State_Selected))
            option->font = style::strongFont();
    }
};

} // namespace

SectionList::SectionList(QWidget *parent)
    : QListView(parent)
    , m_model(new QStandardItemModel(this))
{
    style::setProperty(this, "kind", "sections");
    setModel(m_model);
    setItemDelegate(new CountDelegate(this));
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void SectionList::setSections(const QStringList &titles)
{
    m_model->clear();
    for (const QString &title : titles)
        m_model->appendRow(new QStandardItem(title));
}

void SectionList::setCount(int section, int count)
{
    m_model->item(section)->setData(count, countRole);
    m_model->item(section)->setAccessibleText(
        count == 0 ? m_model->item(section)->text() : tr("%1, %2 set").arg(m_model->item(section)->text()).arg(count));
}

void SectionList::setProblems(int section, int errors)
{
    m_model->item(section)->setData(errors, problemsRole);
    m_model->item(section)->setToolTip(errors == 0 ? QString() : tr("%n error(s)", nullptr, errors));
}

void SectionList::setShown(int section, bool isShown)
{
    setRowHidden(section, !isShown);
}

int SectionList::count(int section) const
{
    return m_model->item(section)->data(countRole).toInt();
}

void SectionList::setCurrent(int section)
{
    m_isSetting = true;
    setCurrentIndex(m_model->index(section, 0));
    m_isSetting = false;
}

void SectionList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (!m_isSetting && current.isValid())
        Q_EMIT chosen(current.row());
}

} // namespace podwright::ui::widgets
