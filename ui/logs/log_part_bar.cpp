#include "ui/logs/log_part_bar.h"

#include "ui/logs/log_tools.h"
#include "ui/style/metrics.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QSettings>
#include <QToolButton>

#include <array>

namespace podwright::ui::logs {
namespace {

using podwright::logs::LogPart;
using Streams = LogPart::Streams;

const QString eventsKey = QStringLiteral("logs/events");

constexpr int mostBrief = 2;                                // of a choice, that there is one
constexpr std::array sinceChoices{5 * 60, 3600, 24 * 3600}; // seconds
constexpr std::array tailChoices{1'000, 10'000, 100'000};   // lines

QString sinceText(int seconds)
{
    if (seconds < 3600)
        return LogPartBar::tr("Last %1 minutes").arg(seconds / 60);
    return seconds == 3600 ? LogPartBar::tr("Last hour") : LogPartBar::tr("Last %1 hours").arg(seconds / 3600);
}

QString amountText(const LogPart &part)
{
    if (part.sinceSeconds)
        return sinceText(*part.sinceSeconds);
    return part.lastLines ? LogPartBar::tr("Last %L1 lines").arg(*part.lastLines) : LogPartBar::tr("Everything");
}

QString streamsText(Streams streams)
{
    switch (streams) {
    case Streams::Together:
        return LogPartBar::tr("Standard output and error");
    case Streams::Output:
        return LogPartBar::tr("Standard output only");
    case Streams::Error:
        return LogPartBar::tr("Standard error only");
    case Streams::Apart:
        return LogPartBar::tr("Both, told apart");
    }
    return {};
}

} // namespace

QString partText(const LogPart &part)
{
    QStringList parts{amountText(part)};
    if (part.isPrevious)
        parts += LogPartBar::tr("former instance");
    if (part.streams != Streams::Together)
        parts += streamsText(part.streams).toLower();
    return parts.join(QStringLiteral(" · "));
}

LogPartBar::LogPartBar(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 1, style::space, style::grid); // in the middle of the row of tabs
    layout->setSpacing(style::spaceSmall);
    auto *events = new Segments(this);
    m_events = events->add(tr("With events"), QStringLiteral("logEvents"),
                           tr("The pod's events between the lines, and starts and ends of containers (e)"));
    m_events->setChecked(QSettings().value(eventsKey, false).toBool());
    layout->addWidget(events);
    auto *parts = new Segments(this);
    m_button = parts->add({}, QStringLiteral("logPart"), tr("Which part of the log (p)"));
    m_button->setCheckable(false);
    m_button->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_button);
    menu->setObjectName(QStringLiteral("logPartMenu"));
    menu->setToolTipsVisible(true);
    m_button->setMenu(menu);
    layout->addWidget(parts);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fill(menu); });
    connect(m_events, &QToolButton::clicked, this, [this](bool isOn) {
        QSettings().setValue(eventsKey, isOn);
        Q_EMIT changed();
    });
    setPart({});
}

void LogPartBar::setPart(const LogPart &part)
{
    m_part = part;
    m_button->setAccessibleDescription(partText(part));
    m_button->setToolTip(tr("Which part of the log (p): %1").arg(partText(part)));
    showTexts(m_brevity);
    Q_EMIT textChanged();
}

void LogPartBar::fitInto(int width)
{
    const auto words = [this](int brevity) { return fontMetrics().horizontalAdvance(texts(brevity).join(QString())); };
    const int around = sizeHint().width() - words(m_brevity);
    int brevity = 0;
    while (brevity < mostBrief && around + words(brevity) > width)
        ++brevity;
    showTexts(brevity);
}

QStringList LogPartBar::texts(int brevity) const
{
    return {brevity == 0 ? tr("With events") : tr("Events"),
            (brevity == mostBrief ? QString() : partText(m_part) + u' ') + QStringLiteral("▾")};
}

void LogPartBar::showTexts(int brevity)
{
    m_brevity = brevity;
    const QStringList wanted = texts(brevity);
    if (wanted == QStringList{m_events->text(), m_button->text()})
        return; // who asks on every layout must not cause the next one
    m_events->setText(wanted[0]);
    m_button->setText(wanted[1]);
    for (const QToolButton *button : {m_events, m_button})
        button->parentWidget()->updateGeometry(); // sizeHint() is right at once
}

void LogPartBar::choose(const LogPart &part)
{
    setPart(part);
    Q_EMIT changed();
}

bool LogPartBar::hasEvents() const
{
    return m_events->isChecked();
}

void LogPartBar::toggleEvents()
{
    m_events->click();
}

void LogPartBar::setLimits(const Limits &limits)
{
    m_limits = limits;
}

void LogPartBar::openMenu()
{
    m_button->showMenu();
}

void LogPartBar::fill(QMenu *menu)
{
    menu->clear();
    addAmounts(menu);
    menu->addSeparator();
    LogPart former = m_part;
    former.isPrevious = !m_part.isPrevious;
    addChoice(menu, tr("Former instance of the container"), former,
              m_limits.onlyWhole.isEmpty() ? m_limits.noPrevious : m_limits.onlyWhole)
        ->setChecked(m_part.isPrevious);
    menu->addSeparator();
    addStreams(menu);
    for (const QString &reason : {m_limits.onlyWhole, m_limits.noPrevious, m_limits.onlyTogether}) {
        if (reason.isEmpty())
            continue;
        menu->addSeparator();
        menu->addAction(reason)->setEnabled(false);
    }
}

void LogPartBar::addAmounts(QMenu *menu)
{
    LogPart part = m_part;
    part.sinceSeconds = part.lastLines = {};
    addChoice(menu, amountText(part), part, {});
    for (const int seconds : sinceChoices) {
        part.sinceSeconds = seconds;
        addChoice(menu, amountText(part), part, m_limits.onlyWhole);
    }
    part = {.isPrevious = m_part.isPrevious}; // a number of lines cannot be had of one stream
    for (const int lines : tailChoices) {
        part.lastLines = lines;
        addChoice(menu, amountText(part), part, m_limits.onlyWhole);
    }
}

void LogPartBar::addStreams(QMenu *menu)
{
    LogPart part = m_part;
    for (const Streams streams : {Streams::Together, Streams::Output, Streams::Error, Streams::Apart}) {
        part.streams = streams;
        if (streams != Streams::Together)
            part.lastLines = {};
        const QString whyNot = m_limits.onlyWhole.isEmpty() ? m_limits.onlyTogether : m_limits.onlyWhole;
        addChoice(menu, streamsText(streams), part, streams == Streams::Together ? QString() : whyNot);
    }
}

QAction *LogPartBar::addChoice(QMenu *menu, const QString &text, const LogPart &part, const QString &whyNot)
{
    QAction *action = menu->addAction(text, this, [this, part] { choose(part); });
    action->setCheckable(true);
    action->setChecked(part == m_part);
    action->setEnabled(whyNot.isEmpty() || part == m_part);
    action->setToolTip(whyNot);
    return action;
}

} // namespace podwright::ui::logs
