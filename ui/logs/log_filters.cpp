#include "ui/logs/log_filters.h"

#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

namespace podwright::ui::logs {

using podwright::logs::FilterTerm;
using podwright::logs::Level;

namespace {

// The worst first; lines that name no level last.
constexpr std::array levelOrder{Level::Error, Level::Warning, Level::Info, Level::Debug, Level::None};

QString nameOf(Level level)
{
    switch (level) {
    case Level::Error:
        return LogFilters::tr("Error");
    case Level::Warning:
        return LogFilters::tr("Warning");
    case Level::Info:
        return LogFilters::tr("Info");
    case Level::Debug:
        return LogFilters::tr("Debug");
    case Level::None:
        break;
    }
    return LogFilters::tr("Other");
}

} // namespace

LogFilters::LogFilters(QWidget *parent)
    : QWidget(parent)
    , m_chipLayout(new QHBoxLayout)
    , m_time(new QLineEdit(this))
{
    setObjectName(QStringLiteral("logFilters"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::space, 0, style::space, 5);
    layout->setSpacing(style::grid);
    for (const Level level : levelOrder)
        layout->addWidget(addLevel(level));
    m_chipLayout->setSpacing(style::grid);
    layout->addSpacing(style::spaceSmall);
    layout->addLayout(m_chipLayout);
    layout->addStretch(1);
    m_time->setObjectName(QStringLiteral("logTime"));
    m_time->setPlaceholderText(tr("Go to time, such as 14:14:50"));
    m_time->setAccessibleName(tr("Time to go to"));
    m_time->setFixedWidth(220);
    m_time->installEventFilter(this);
    m_time->hide();
    layout->addWidget(m_time);
    updateVisibility();
}

QToolButton *LogFilters::addLevel(Level level)
{
    auto *button = new QToolButton(this);
    button->setCheckable(true);
    button->setObjectName(QStringLiteral("logLevel") + nameOf(level));
    button->setToolTip(level == Level::None ? tr("Show lines that name no level")
                                            : tr("Show lines of level %1").arg(nameOf(level)));
    button->setAccessibleName(button->toolTip());
    button->setFocusPolicy(Qt::StrongFocus);
    style::setProperty(button, "kind", QStringLiteral("pill"));
    connect(button, &QToolButton::toggled, this, &LogFilters::queryChanged);
    m_levels[static_cast<size_t>(level)] = button;
    return button;
}

void LogFilters::setCounts(const Counts &counts)
{
    m_hasLevels = false;
    for (const Level level : levelOrder) {
        QToolButton *button = m_levels[static_cast<size_t>(level)];
        const qint64 count = counts[static_cast<size_t>(level)];
        button->setText(tr("%1 %L2").arg(nameOf(level)).arg(count));
        button->setVisible(count > 0 || button->isChecked());
        m_hasLevels = m_hasLevels || (count > 0 && level != Level::None);
    }
    updateVisibility();
}

void LogFilters::addTerm(const FilterTerm &term)
{
    if (term.query.text.isEmpty() || std::ranges::count(m_terms, term) > 0)
        return;
    m_terms.push_back(term);
    showTerms();
}

void LogFilters::showTerms()
{
    for (QWidget *chip : std::exchange(m_chips, {}))
        chip->deleteLater(); // one of its buttons may be what was pressed
    for (size_t i = 0; i < m_terms.size(); ++i) {
        m_chips.push_back(termChip(i));
        m_chipLayout->addWidget(m_chips.back());
    }
    updateVisibility();
    Q_EMIT queryChanged();
}

QWidget *LogFilters::termChip(size_t number)
{
    const FilterTerm &term = m_terms[number];
    auto *chip = new QFrame(this);
    style::setProperty(chip, "kind", QStringLiteral("segments"));
    auto *layout = new QHBoxLayout(chip);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    auto *text = new QToolButton(chip);
    text->setText(term.excludes ? tr("not %1").arg(term.query.text) : term.query.text);
    text->setObjectName(QStringLiteral("logFilterTerm%1").arg(number));
    text->setCheckable(true);
    text->setChecked(!term.excludes);
    text->setToolTip(term.excludes ? tr("Lines with it are left out; press to show only those")
                                   : tr("Only lines with it are shown; press to leave them out"));
    text->setAccessibleName(text->text());
    connect(text, &QToolButton::clicked, this, [this, number] {
        m_terms[number].excludes = !m_terms[number].excludes;
        showTerms();
    });
    auto *remove = new QToolButton(chip);
    remove->setIcon(style::icon(QStringLiteral("close")));
    remove->setObjectName(QStringLiteral("logFilterRemove%1").arg(number));
    remove->setToolTip(tr("Remove the filter %1").arg(term.query.text));
    remove->setAccessibleName(remove->toolTip());
    connect(remove, &QToolButton::clicked, this, [this, number] {
        m_terms.erase(m_terms.begin() + static_cast<qsizetype>(number));
        showTerms();
    });
    layout->addWidget(text);
    layout->addWidget(remove);
    return chip;
}

podwright::logs::FilterQuery LogFilters::query() const
{
    podwright::logs::FilterQuery query{m_terms, 0};
    for (const Level level : levelOrder)
        if (m_levels[static_cast<size_t>(level)]->isChecked())
            query.levels |= podwright::logs::maskOf(level);
    return query;
}

void LogFilters::reset()
{
    for (QToolButton *button : m_levels)
        button->setChecked(false);
    setCounts({});
}

void LogFilters::askForTime()
{
    m_time->show();
    updateVisibility();
    m_time->setFocus(Qt::ShortcutFocusReason);
    m_time->selectAll();
}

void LogFilters::setTimeIsBad(bool isBad)
{
    style::setProperty(m_time, "mark", isBad ? QStringLiteral("error") : QString());
}

void LogFilters::updateVisibility()
{
    setVisible(m_hasLevels || !m_terms.empty() || !m_time->isHidden());
}

bool LogFilters::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_time || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        Q_EMIT timeEntered(m_time->text());
    } else if (key == Qt::Key_Escape) {
        m_time->hide();
        updateVisibility();
        Q_EMIT left();
    } else {
        return false;
    }
    return true;
}

} // namespace podwright::ui::logs
