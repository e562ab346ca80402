#include "ui/shell/status_line.h"

#include "ui/shell/cluster_pickers.h"
#include "ui/shell/quick_item_delegate.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/elided_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace podwright::ui::shell {

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent)
    , m_cluster(new widgets::ElidedLabel(this))
    , m_retry(new QPushButton(tr("Retry"), this))
    , m_event(new widgets::ElidedLabel(this))
    , m_page(new QLabel(this))
{
    setObjectName(QStringLiteral("statusLine"));
    setFixedHeight(26);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::space + style::dotRoom, 0, style::space, 0);
    layout->setSpacing(style::spaceLarge);
    for (QLabel *label : std::initializer_list<QLabel *>{m_cluster, m_event, m_page})
        style::setProperty(label, "kind", QStringLiteral("hint"));
    m_cluster->setObjectName(QStringLiteral("clusterState"));
    m_event->setObjectName(QStringLiteral("lastEvent"));
    m_page->setObjectName(QStringLiteral("pageState"));
    m_cluster->setMinimumWidth(80);
    m_cluster->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    layout->addWidget(m_cluster);
    m_retry->setObjectName(QStringLiteral("retryConnection"));
    m_retry->setAccessibleName(tr("Connect again"));
    style::setProperty(m_retry, "kind", QStringLiteral("link"));
    m_retry->hide();
    connect(m_retry, &QPushButton::clicked, this, &StatusLine::retryRequested);
    layout->addWidget(m_retry);
    layout->addWidget(m_event, 1);
    layout->addWidget(m_page);
}

void StatusLine::showCluster(const session::ClusterSession *session)
{
    m_state = session ? session->state() : session::ConnectionState::Connecting;
    m_cluster->showText(session ? session->stateText() : tr("Reading contexts…"));
    m_retry->setVisible(session::hasFailed(m_state));
    update();
}

void StatusLine::tell(const QString &text)
{
    m_event->showText(text);
}

void StatusLine::showPage(const QString &text)
{
    m_page->setText(text);
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), style::color(style::Token::Panel));
    painter.setPen(style::color(style::Token::Line));
    painter.drawLine(0, 0, width(), 0);
    style::paintDot(painter, {style::space + 4, height() / 2}, toneOf(m_state));
}

} // namespace podwright::ui::shell
