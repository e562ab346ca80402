#include "ui/logs/log_pane.h"

#include "ui/logs/log_saving.h"
#include "ui/logs/log_tools.h"
#include "ui/logs/log_view.h"
#include "ui/style/theme.h"

#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QSettings>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace podwright::ui::logs {
namespace {

const QString wrapKey = QStringLiteral("logs/wrap");
const QString stampsKey = QStringLiteral("logs/timestamps");

} // namespace

LogPane::LogPane(QWidget *parent)
    : QWidget(parent)
    , m_tools(new LogTools(this))
    , m_view(new LogView(this))
    , m_empty(new QLabel(this))
    , m_stack(new QStackedLayout)
{
    setObjectName(QStringLiteral("logPane"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tools);
    layout->addLayout(m_stack, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setObjectName(QStringLiteral("logEmpty"));
    style::setProperty(m_empty, "kind", QStringLiteral("muted"));
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    m_view->installEventFilter(this);
    connectTools();
    const QSettings settings;
    m_tools->wrap->setChecked(settings.value(wrapKey, false).toBool());
    m_tools->stamps->setChecked(settings.value(stampsKey, true).toBool());
    m_tools->follow->setChecked(true);
    setLog(nullptr);
}

LogPane::~LogPane() = default;

void LogPane::connectTools()
{
    connect(m_tools, &LogTools::containerChosen, this, &LogPane::containerChosen);
    connect(m_tools, &LogTools::queryChanged, this, &LogPane::search);
    connect(m_tools, &LogTools::nextRequested, this, [this] { jump(true); });
    connect(m_tools, &LogTools::previousRequested, this, [this] { jump(false); });
    connect(m_tools, &LogTools::searchLeft, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_tools->filter, &QToolButton::toggled, this, &LogPane::showLines);
    connect(m_tools->follow, &QToolButton::clicked, m_view, &LogView::setFollowing);
    connect(m_view, &LogView::followingChanged, m_tools->follow, &QToolButton::setChecked);
    connect(m_tools->wrap, &QToolButton::toggled, m_view, &LogView::setWrapping);
    connect(m_tools->stamps, &QToolButton::toggled, m_view, &LogView::setShowingStamps);
    connect(m_tools->wrap, &QToolButton::clicked, this, &LogPane::remember);
    connect(m_tools->stamps, &QToolButton::clicked, this, &LogPane::remember);
    connect(m_tools->save, &QToolButton::clicked, this, &LogPane::askWhereToSave);
}

void LogPane::remember() const
{
    QSettings settings;
    settings.setValue(wrapKey, m_tools->wrap->isChecked());
    settings.setValue(stampsKey, m_tools->stamps->isChecked());
}

void LogPane::setContainers(const QStringList &names, const QString &current)
{
    m_tools->setContainers(names, current);
}

void LogPane::setLog(podwright::logs::LogStore *store, const QString &whyEmpty)
{
    m_empty->setText(whyEmpty);
    if (store && store == m_store)
        return;
    if (m_store)
        m_store->disconnect(this);
    m_view->show(nullptr, nullptr);
    m_filtered.reset();
    m_search.reset();
    m_store = store;
    m_tools->save->setEnabled(store);
    if (store) {
        m_search = std::make_unique<podwright::logs::LogSearch>(*store);
        m_filtered = std::make_unique<podwright::logs::FilteredLines>(*store, *m_search);
        connect(m_search.get(), &podwright::logs::LogSearch::changed, this, &LogPane::searchChanged);
        connect(store, &podwright::logs::LogStore::appended, this, &LogPane::linesChanged);
        connect(store, &podwright::logs::LogStore::cleared, this, &LogPane::linesChanged);
        connect(store, &QObject::destroyed, this, [this] { setLog(nullptr); });
        search();
    }
    showLines();
}

void LogPane::showLines()
{
    const bool filters = m_store && m_tools->filter->isChecked() && !m_matcher.isEmpty();
    m_view->show(m_store, filters ? static_cast<podwright::logs::LineSource *>(m_filtered.get()) : m_store.data());
    linesChanged();
}

void LogPane::linesChanged()
{
    const qint64 count = m_store ? m_store->lineCount() : 0;
    m_stack->setCurrentWidget(count > 0 || m_empty->text().isEmpty() ? static_cast<QWidget *>(m_view) : m_empty);
    m_view->linesChanged();
    if (m_store)
        Q_EMIT statusText(
            tr("Log %L1 lines · %2").arg(count).arg(QLocale().formattedDataSize(m_store->byteCount(), 0)));
}

void LogPane::search()
{
    if (!m_search)
        return;
    const auto result = m_search->setQuery(m_tools->query());
    m_matcher = podwright::logs::Matcher::compile(m_tools->query()).ok()
                    ? *podwright::logs::Matcher::compile(m_tools->query())
                    : podwright::logs::Matcher();
    m_view->setMatcher(m_matcher);
    if (result)
        searchChanged();
    else
        m_tools->setSearchState(result.error().message, true);
    if (m_tools->filter->isChecked())
        showLines();
}

void LogPane::searchChanged()
{
    if (m_tools->filter->isChecked())
        m_view->linesChanged();
    if (m_tools->query().text.isEmpty()) {
        m_tools->setSearchState({}, false);
        return;
    }
    if (m_matcher.isEmpty())
        return; // a bad pattern: its message stands
    const auto &lines = m_search->lines();
    const qint64 current = m_view->currentLine();
    const bool isOnMatch = !m_tools->filter->isChecked() && current >= 0 && lines.contains(current);
    m_tools->setSearchState(isOnMatch ? tr("%L1 / %L2").arg(lines.countBelow(current) + 1).arg(lines.count())
                                      : tr("%L1 of %L2 lines").arg(lines.count()).arg(m_store->lineCount()),
                            false);
}

void LogPane::jump(bool forwards)
{
    if (!m_search || m_search->lines().isEmpty())
        return;
    if (m_tools->filter->isChecked()) { // every line shown is a match
        const qint64 count = m_filtered->lineCount();
        m_view->goTo((m_view->currentLine() + (forwards ? 1 : count - 1) + (m_view->currentLine() < 0 && !forwards)) %
                     count);
        return;
    }
    const qint64 from = m_view->currentLine() >= 0 ? m_view->currentLine() : m_view->topLine() - 1;
    m_view->goTo(forwards ? m_search->next(from) : m_search->previous(from));
    searchChanged();
}

bool LogPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_view || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride))
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (event->type() == QEvent::ShortcutOverride) {
        if (key->matches(QKeySequence::Save) || key->matches(QKeySequence::Find))
            event->accept();
        return false;
    }
    return takeKey(key->key(), key->modifiers());
}

bool LogPane::takeKey(int key, Qt::KeyboardModifiers modifiers)
{
    if (modifiers == Qt::ControlModifier && key == Qt::Key_F)
        m_tools->focusSearch();
    else if (modifiers == Qt::ControlModifier && key == Qt::Key_S)
        askWhereToSave();
    else if (modifiers & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    else if (key == Qt::Key_Slash)
        m_tools->focusSearch();
    else if (key == Qt::Key_N || key == Qt::Key_F3)
        jump(!(modifiers & Qt::ShiftModifier));
    else if (key == Qt::Key_F)
        m_tools->follow->click();
    else if (key == Qt::Key_W)
        m_tools->wrap->click();
    else if (key == Qt::Key_T)
        m_tools->stamps->click();
    else
        return false;
    return true;
}

void LogPane::askWhereToSave()
{
    if (!m_store)
        return;
    auto *dialog = new QFileDialog(this, tr("Save the log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(m_tools->container() + QStringLiteral(".log"));
    connect(dialog, &QFileDialog::fileSelected, this, &LogPane::saveTo);
    dialog->open();
}

void LogPane::saveTo(const QString &path)
{
    if (!m_store)
        return;
    m_store->finish();
    m_saving.start([chunks = m_store->snapshot(), withStamps = m_tools->stamps->isChecked(),
                    path](const std::stop_token &stop) { return saveLines(chunks, withStamps, path, stop); },
                   [this, path](const podwright::core::Result<void> &result) {
                       if (result)
                           Q_EMIT saved(path);
                       else
                           Q_EMIT trouble(tr("The log was not saved: %1").arg(result.error().text()));
                   });
}

} // namespace podwright::ui::logs
