#include "ui/runs/history_limits.h"

#include "ui/style/metrics.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSettings>

#include <array>

namespace podwright::ui::runs {
namespace {

using podwright::runs::HistoryLimits;

const QString daysKey = QStringLiteral("history/days");
const QString bytesKey = QStringLiteral("history/bytes");
constexpr qint64 gib = qint64(1024) * 1024 * 1024;
constexpr std::array dayChoices{7, 30, 90, 365, 0};
constexpr std::array byteChoices{gib, 5 * gib, 20 * gib, 100 * gib, qint64(0)};

QString daysText(int days)
{
    return days > 0 ? HistoryLimitsBar::tr("%n days", nullptr, days) : HistoryLimitsBar::tr("for ever");
}

QString bytesText(qint64 bytes)
{
    return bytes > 0 ? HistoryLimitsBar::tr("at most %1").arg(QLocale::c().formattedDataSize(bytes, 0))
                     : HistoryLimitsBar::tr("without limit");
}

} // namespace

HistoryLimits savedHistoryLimits()
{
    const QSettings settings;
    HistoryLimits limits;
    limits.days = std::max(0, settings.value(daysKey, limits.days).toInt());
    limits.bytes = std::max<qint64>(0, settings.value(bytesKey, limits.bytes).toLongLong());
    return limits;
}

HistoryLimitsBar::HistoryLimitsBar(session::KnownRuns &known, QWidget *parent)
    : QWidget(parent)
    , m_known(known)
    , m_size(new QLabel(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(style::space, style::space, style::space, style::space);
    row->addWidget(new QLabel(tr("Runs are kept"), this));
    m_days = addChoice(QStringLiteral("historyDays"), tr("Age of runs that are kept"));
    m_bytes = addChoice(QStringLiteral("historyBytes"), tr("Disk space for runs that are kept"));
    for (const int days : dayChoices)
        m_days->addItem(daysText(days), days);
    for (const qint64 bytes : byteChoices)
        m_bytes->addItem(bytesText(bytes), bytes);
    m_size->setObjectName(QStringLiteral("historySize"));
    row->addWidget(m_size, 1);
    const HistoryLimits limits = known.limits();
    m_days->setCurrentIndex(std::max(0, m_days->findData(limits.days)));
    m_bytes->setCurrentIndex(std::max(0, m_bytes->findData(limits.bytes)));
    for (QComboBox *choice : {m_days, m_bytes})
        connect(choice, &QComboBox::activated, this, &HistoryLimitsBar::save);
}

QComboBox *HistoryLimitsBar::addChoice(const QString &name, const QString &accessibleName)
{
    auto *choice = new QComboBox(this);
    choice->setObjectName(name);
    choice->setAccessibleName(accessibleName);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    layout()->addWidget(choice);
    return choice;
}

void HistoryLimitsBar::save()
{
    QSettings settings;
    settings.setValue(daysKey, m_days->currentData());
    settings.setValue(bytesKey, m_bytes->currentData());
    m_known.setLimits(savedHistoryLimits());
    measure();
}

void HistoryLimitsBar::measure()
{
    m_known.measure(this, [this](const podwright::runs::HistorySize &size) {
        m_size->setText((size.runs == 1 ? tr("one run, %1 now; starred runs stay")
                                        : tr("%n runs, %1 now; starred runs stay", nullptr, size.runs))
                            .arg(QLocale::c().formattedDataSize(size.bytes, 1)));
    });
}

} // namespace podwright::ui::runs
