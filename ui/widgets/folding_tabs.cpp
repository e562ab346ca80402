#include "ui/widgets/folding_tabs.h"

#include "ui/style/icons.h"
#include "ui/style/metrics.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>

namespace podwright::ui::widgets {

class FoldingTabs::Bar : public QTabBar
{
public:
    using QTabBar::QTabBar;
    int widthOf(int index) const { return tabSizeHint(index).width(); }
};

FoldingTabs::FoldingTabs(QWidget *parent)
    : QWidget(parent)
    , m_bar(new Bar)
    , m_more(new QToolButton)
{
    m_bar->setExpanding(false);
    m_bar->setUsesScrollButtons(false);
    m_bar->setElideMode(Qt::ElideNone);
    m_bar->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding);
    m_more->setIcon(style::icon(QStringLiteral("more")));
    m_more->setFixedSize(style::controlHeight, style::controlHeight);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(new QMenu(m_more));
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->hide();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar, 1);
    layout->addWidget(m_more);
    connect(m_bar, &QTabBar::currentChanged, this, [this](int index) {
        fold();
        Q_EMIT currentChanged(index);
    });
}

void FoldingTabs::setNames(const QString &objectName, const QString &accessibleName)
{
    m_bar->setObjectName(objectName);
    m_bar->setAccessibleName(accessibleName);
    m_more->setObjectName(objectName + QStringLiteral(".more"));
}

void FoldingTabs::addTab(const QString &text, const QString &meaning)
{
    const int index = m_bar->addTab(text);
    m_bar->setTabToolTip(index, meaning.isEmpty() ? text : meaning);
    m_bar->setAccessibleTabName(index, m_bar->tabToolTip(index));
    fold();
}

int FoldingTabs::currentIndex() const
{
    return m_bar->currentIndex();
}

void FoldingTabs::setCurrentIndex(int index)
{
    if (index == currentIndex())
        return;
    {
        const QSignalBlocker quiet(m_bar); // never more tabs than there is room for: the row would scroll
        m_bar->setCurrentIndex(0);
        for (int i = 1; i < m_bar->count(); ++i)
            m_bar->setTabVisible(i, i == index);
        m_bar->setCurrentIndex(index);
    }
    fold();
    Q_EMIT currentChanged(index);
}

QString FoldingTabs::meaning(int index) const
{
    return m_bar->tabToolTip(index);
}

int FoldingTabs::wantedWidth() const
{
    int wanted = 0;
    for (int i = 0; i < m_bar->count(); ++i)
        wanted += m_bar->widthOf(i);
    return wanted;
}

QSize FoldingTabs::minimumSizeHint() const
{
    int widest = 0;
    for (int i = 1; i < m_bar->count(); ++i)
        widest = std::max(widest, m_bar->widthOf(i));
    return {m_more->width() + widest + (m_bar->count() > 0 ? m_bar->widthOf(0) : 0), style::barHeight};
}

// The first and the current tab, then the others in their order as long as there is room.
void FoldingTabs::fold()
{
    if (m_bar->count() == 0)
        return;
    const auto stays = [this](int tab) { return tab == 0 || tab == m_bar->currentIndex(); };
    const bool isAll = wantedWidth() <= width();
    int room = width() - (isAll ? 0 : m_more->width());
    for (int i = 0; i < m_bar->count(); ++i)
        room -= stays(i) ? m_bar->widthOf(i) : 0;
    bool hasRoom = true;
    for (int i = 0; i < m_bar->count(); ++i) {
        room -= stays(i) ? 0 : m_bar->widthOf(i);
        hasRoom = hasRoom && room >= 0;
        m_bar->setTabVisible(i, stays(i) || hasRoom);
    }
    m_more->setVisible(!isAll);
    fillMenu();
}

void FoldingTabs::fillMenu()
{
    m_more->menu()->clear();
    QStringList folded;
    for (int i = 0; i < m_bar->count(); ++i) {
        if (m_bar->isTabVisible(i))
            continue;
        folded += meaning(i);
        m_more->menu()->addAction(meaning(i), this, [this, i] {
            setCurrentIndex(i);
            m_bar->setFocus();
        });
    }
    m_more->setAccessibleName(tr("More: %1").arg(folded.join(QStringLiteral(", "))));
    m_more->setToolTip(folded.join(QStringLiteral(", ")));
}

void FoldingTabs::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
}

void FoldingTabs::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fold();
}

} // namespace podwright::ui::widgets
