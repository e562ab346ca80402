#include "ui/logs/log_tools.h"

#include "ui/logs/container_choice.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/elided_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

namespace podwright::ui::logs {
namespace {

QToolButton *iconButton(const QString &icon, const QString &objectName, const QString &help, QHBoxLayout *layout)
{
    auto *button = new QToolButton;
    button->setIcon(style::icon(icon));
    button->setObjectName(objectName);
    button->setToolTip(help);
    button->setAccessibleName(help);
    button->setFocusPolicy(Qt::StrongFocus);
    layout->addWidget(button);
    return button;
}

} // namespace

Segments::Segments(QWidget *parent)
    : QFrame(parent)
    , m_layout(new QHBoxLayout(this))
{
    style::setProperty(this, "kind", QStringLiteral("segments"));
    setFixedHeight(style::controlHeight);
    m_layout->setContentsMargins(1, 1, 1, 1);
    m_layout->setSpacing(0);
}

QToolButton *Segments::add(const QString &text, const QString &objectName, const QString &help)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setCheckable(true);
    button->setObjectName(objectName);
    button->setToolTip(help);
    button->setAccessibleName(help);
    button->setFocusPolicy(Qt::StrongFocus);
    m_layout->addWidget(button);
    return button;
}

void Segments::clear()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

LogTools::LogTools(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::space, 5, style::space, 5);
    layout->setSpacing(style::spaceSmall);
    m_containers = new ContainerChoice(this);
    layout->addWidget(m_containers);

    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("logSearch"));
    m_search->setPlaceholderText(tr("Search the log"));
    m_search->setAccessibleName(tr("Search the log"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(120);
    m_search->installEventFilter(this);
    layout->addWidget(m_search, 2);
    m_state = new widgets::ElidedLabel(this);
    m_state->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_state->setObjectName(QStringLiteral("logSearchState"));
    style::setProperty(m_state, "kind", QStringLiteral("muted"));
    m_state->hide();
    layout->addWidget(m_state);
    previous = iconButton(QStringLiteral("arrow-up"), QStringLiteral("logPrevious"),
                          tr("Previous match (Shift+Enter, N)"), layout);
    next = iconButton(QStringLiteral("arrow-down"), QStringLiteral("logNext"), tr("Next match (Enter, n)"), layout);

    auto *how = new Segments(this);
    regex = how->add(QStringLiteral(".*"), QStringLiteral("logRegex"), tr("Regular expression"));
    matchCase = how->add(QStringLiteral("Aa"), QStringLiteral("logCase"), tr("Match case"));
    filter = how->add(tr("Filter"), QStringLiteral("logFilter"), tr("Show matching lines only"));
    layout->addWidget(how);
    addFilter = iconButton(QStringLiteral("plus"), QStringLiteral("logAddFilter"),
                           tr("Keep this search as a filter (Ctrl+Enter)"), layout);
    layout->addStretch(1);

    auto *shown = new Segments(this);
    follow = shown->add(tr("Follow"), QStringLiteral("logFollow"), tr("Follow the end of the log (f)"));
    wrap = shown->add(tr("Wrap"), QStringLiteral("logWrap"), tr("Wrap long lines (w)"));
    stamps = shown->add(tr("Time"), QStringLiteral("logStamps"), tr("Show time stamps (t)"));
    layout->addWidget(shown);
    save = iconButton(QStringLiteral("save"), QStringLiteral("logSave"), tr("Save the log to a file (Ctrl+S)"), layout);
    more = iconButton(QStringLiteral("more"), QStringLiteral("logMore"), tr("More for this log"), layout);
    more->setPopupMode(QToolButton::InstantPopup);

    connect(m_containers, &ContainerChoice::chosen, this, &LogTools::containerChosen);
    connect(m_search, &QLineEdit::textChanged, this, &LogTools::queryChanged);
    for (QToolButton *button : {regex, matchCase})
        connect(button, &QToolButton::toggled, this, &LogTools::queryChanged);
    connect(next, &QToolButton::clicked, this, &LogTools::nextRequested);
    connect(previous, &QToolButton::clicked, this, &LogTools::previousRequested);
    connect(addFilter, &QToolButton::clicked, this, &LogTools::filterAdded);
}

void LogTools::setContainers(const QStringList &names, const QString &current)
{
    m_containers->setContainers(names, current);
}

QString LogTools::container() const
{
    return m_containers->current();
}

podwright::logs::SearchQuery LogTools::query() const
{
    return {m_search->text(), regex->isChecked(), matchCase->isChecked()};
}

void LogTools::setSearchState(const QString &text, bool isBad)
{
    m_state->showText(text);
    m_state->setVisible(!text.isEmpty());
    style::setProperty(m_state, "kind", isBad ? QStringLiteral("error") : QStringLiteral("muted"));
    style::setProperty(m_search, "mark", isBad ? QStringLiteral("error") : QString());
}

void LogTools::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void LogTools::clearSearch()
{
    m_search->clear();
}

bool LogTools::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (isEnter && key->modifiers() & Qt::ControlModifier)
        Q_EMIT filterAdded();
    else if (isEnter)
        Q_EMIT key->modifiers() & Qt::ShiftModifier ? previousRequested() : nextRequested();
    else if (key->key() == Qt::Key_Escape)
        Q_EMIT searchLeft();
    else
        return false;
    return true;
}

} // namespace podwright::ui::logs
