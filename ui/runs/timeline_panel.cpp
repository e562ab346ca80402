#include "ui/runs/timeline_panel.h"

#include "models/kube/pod_summary.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/status.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QDateTime>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace podwright::ui::runs {
namespace {

constexpr int dotSize = 9;
constexpr int textLeft = 26;
constexpr int narrowest = 170;

class TimelineDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto *view = static_cast<const QAbstractItemView *>(option.widget);
        const int width = view->viewport()->width();
        const QRect text = QFontMetrics(style::interfaceFont())
                               .boundingRect(0, 0, width - textLeft - style::spaceSmall, 1000, Qt::TextWordWrap,
                                             index.data().toString());
        return {width, text.height() + QFontMetrics(style::smallFont()).height() + style::space};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        paintDot(painter, option.rect, index);
        paintTexts(painter, option.rect, index);
        painter->restore();
    }

private:
    static void paintDot(QPainter *painter, const QRect &rect, const QModelIndex &index)
    {
        const QRectF dot(rect.left(), rect.top() + 5, dotSize, dotSize);
        if (index.row() + 1 < index.model()->rowCount()) {
            painter->setPen(QPen(style::color(style::Token::Line), 2));
            painter->drawLine(QPointF(dot.center().x(), dot.bottom() + 3),
                              QPointF(dot.center().x(), rect.bottom() + 3));
        }
        const auto tone = static_cast<style::Tone>(index.data(tables::ToneRole).toInt());
        painter->setPen(Qt::NoPen);
        painter->setBrush(style::color(style::toneText(tone)));
        painter->drawEllipse(dot);
    }

    static void paintTexts(QPainter *painter, const QRect &rect, const QModelIndex &index)
    {
        QRect text = rect.adjusted(textLeft, 0, -style::spaceSmall, 0);
        QRect used;
        painter->setFont(style::interfaceFont());
        painter->setPen(style::color(style::Token::Text));
        painter->drawText(text, Qt::TextWordWrap, index.data().toString(), &used);
        text.setTop(used.bottom() + 2);
        painter->setFont(style::smallFont());
        painter->setPen(style::color(style::Token::Muted));
        painter->drawText(text, Qt::AlignLeft | Qt::AlignTop, timeText(index));
    }

    // "14:02:11.204 · after 3s"
    static QString timeText(const QModelIndex &index)
    {
        const auto stamp = [](const QModelIndex &of) {
            return of.siblingAtColumn(tables::TimelineModel::At)
                .data(tables::SortRole)
                .toLongLong(); // ms since the epoch
        };
        QString text = QDateTime::fromMSecsSinceEpoch(stamp(index)).toString(QStringLiteral("HH:mm:ss.zzz"));
        const qint64 seconds = index.row() == 0 ? 0 : (stamp(index) - stamp(index.sibling(index.row() - 1, 0))) / 1000;
        if (seconds > 0)
            text += TimelinePanel::tr(" · after %1").arg(QString::fromStdString(kube::humanDuration(seconds)));
        return text;
    }
};

} // namespace

TimelinePanel::TimelinePanel(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_subtitle(new QLabel(this))
    , m_view(new QListView(this))
{
    setObjectName(QStringLiteral("timelinePanel"));
    style::setProperty(this, "surface", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(narrowest);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::spaceLarge, style::space, 0, 0);
    layout->setSpacing(2);
    style::setProperty(m_title, "kind", QStringLiteral("heading"));
    style::setProperty(m_subtitle, "kind", QStringLiteral("hint"));
    m_subtitle->setWordWrap(true);
    m_view->setObjectName(QStringLiteral("timeline"));
    m_view->setAccessibleName(tr("Timeline"));
    m_view->setModel(&m_model);
    m_view->setModelColumn(tables::TimelineModel::Text);
    m_view->setItemDelegate(new TimelineDelegate(m_view));
    m_view->setSelectionMode(QAbstractItemView::NoSelection);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setResizeMode(QListView::Adjust);
    layout->addWidget(m_title);
    layout->addWidget(m_subtitle);
    layout->addSpacing(style::spaceSmall);
    layout->addWidget(m_view, 1);
}

void TimelinePanel::setTitle(const QString &title, const QString &subtitle)
{
    m_title->setText(title);
    m_subtitle->setText(subtitle);
}

void TimelinePanel::setRows(std::vector<tables::TimelineRow> rows)
{
    const QScrollBar *bar = m_view->verticalScrollBar();
    const bool wasAtEnd = bar->value() == bar->maximum();
    m_model.setRows(std::move(rows));
    if (wasAtEnd)
        m_view->scrollToBottom();
}

} // namespace podwright::ui::runs
