#include "ui/runs/grace_choice.h"

#include "ui/style/metrics.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSpinBox>

namespace podwright::ui::runs {
namespace {

constexpr int soon = 1; // what kubectl's --now sends
constexpr int usualGrace = 30, longestGrace = 86'400;

} // namespace

GraceChoice::GraceChoice(QWidget *parent)
    : QWidget(parent)
    , m_choice(new QComboBox(this))
    , m_seconds(new QSpinBox(this))
{
    m_choice->setObjectName(QStringLiteral("graceChoice"));
    m_choice->setAccessibleName(tr("Time to end"));
    m_choice->addItems({tr("Their own grace period"), tr("Now"), tr("After …"), tr("By force")});
    m_seconds->setObjectName(QStringLiteral("graceSeconds"));
    m_seconds->setAccessibleName(tr("Seconds to end"));
    m_seconds->setRange(soon, longestGrace);
    m_seconds->setValue(usualGrace);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->hide();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::spaceSmall);
    layout->addWidget(m_choice);
    layout->addWidget(m_seconds);
    connect(m_choice, &QComboBox::currentIndexChanged, this, [this](int choice) {
        m_seconds->setVisible(choice == Seconds);
        Q_EMIT changed();
    });
    connect(m_seconds, &QSpinBox::valueChanged, this, &GraceChoice::changed);
}

std::optional<int> GraceChoice::seconds() const
{
    switch (m_choice->currentIndex()) {
    case Soon:
        return soon;
    case Seconds:
        return m_seconds->value();
    case Force:
        return 0;
    default:
        return std::nullopt;
    }
}

QString GraceChoice::explanation() const
{
    const QString kept = tr("What Podwright has kept of its runs stays.");
    switch (m_choice->currentIndex()) {
    case Soon:
        return tr("They are told to end and killed a second later. %1").arg(kept);
    case Seconds:
        return tr("They are told to end and killed after %1 seconds. %2").arg(m_seconds->value()).arg(kept);
    case Force:
        return tr("Warning: they leave the cluster without waiting for their node. What runs in them may go on "
                  "there, beside a new pod of the same name. Meant for pods of a node that is lost.");
    default:
        return tr("They get their grace period to end; what Podwright has kept of its runs stays.");
    }
}

} // namespace podwright::ui::runs
