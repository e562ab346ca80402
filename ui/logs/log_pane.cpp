#include "ui/logs/log_pane.h"

#include "ui/logs/highlight_editor.h"
#include "ui/logs/log_filters.h"
#include "ui/logs/log_minimap.h"
#include "ui/logs/log_tools.h"
#include "ui/logs/log_view.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace podwright::ui::logs {
namespace {

using podwright::logs::Level;
using podwright::logs::LogStore;

const QString wrapKey = QStringLiteral("logs/wrap");
const QString stampsKey = QStringLiteral("logs/timestamps");
const QString limitKey = QStringLiteral("logs/diskLimitGiB");

} // namespace

LogPane::LogPane(QWidget *parent)
    : QWidget(parent)
    , m_tools(new LogTools(this))
    , m_filters(new LogFilters(this))
    , m_highlights(new HighlightEditor(this))
    , m_message(new widgets::MessageBar(this))
    , m_view(new LogView(this))
    , m_map(new LogMinimap(this))
    , m_empty(new QLabel(this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("logPane"));
    buildLayout();
    buildMenu();
    connectTools();
    connectParts();
    const QSettings settings;
    m_tools->wrap->setChecked(settings.value(wrapKey, false).toBool());
    m_tools->stamps->setChecked(settings.value(stampsKey, true).toBool());
    m_tools->follow->setChecked(true);
    setTask({});
    setLog(nullptr);
}

LogPane::~LogPane() = default;

void LogPane::buildLayout()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tools);
    layout->addWidget(m_filters);
    layout->addWidget(m_highlights);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
    m_highlights->hide();
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setObjectName(QStringLiteral("logEmpty"));
    style::setProperty(m_empty, "kind", QStringLiteral("muted"));
    auto *lines = new QWidget(this);
    auto *beside = new QHBoxLayout(lines);
    beside->setContentsMargins(0, 0, 0, 0);
    beside->setSpacing(0);
    beside->addWidget(m_view, 1);
    beside->addWidget(m_map);
    m_stack->addWidget(lines);
    m_stack->addWidget(m_empty);
    m_view->installEventFilter(this);
    setFocusProxy(m_view);
}

void LogPane::connectTools()
{
    connect(m_tools, &LogTools::containerChosen, this, &LogPane::containerChosen);
    connect(m_tools, &LogTools::queryChanged, this, &LogPane::search);
    connect(m_tools, &LogTools::nextRequested, this, [this] { jump(true); });
    connect(m_tools, &LogTools::previousRequested, this, [this] { jump(false); });
    connect(m_tools, &LogTools::searchLeft, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_tools, &LogTools::filterAdded, this, &LogPane::keepFilter);
    connect(m_tools->filter, &QToolButton::toggled, this, &LogPane::filterChanged);
    connect(m_tools->follow, &QToolButton::clicked, m_view, &LogView::setFollowing);
    connect(m_tools->wrap, &QToolButton::toggled, m_view, &LogView::setWrapping);
    connect(m_tools->stamps, &QToolButton::toggled, m_view, &LogView::setShowingStamps);
    connect(m_tools->wrap, &QToolButton::clicked, this, &LogPane::remember);
    connect(m_tools->stamps, &QToolButton::clicked, this, &LogPane::remember);
    connect(m_tools->save, &QToolButton::clicked, this, [this] { askWhereToSave(SaveWhat::Everything); });
}

void LogPane::connectParts()
{
    connect(m_view, &LogView::followingChanged, m_tools->follow, &QToolButton::setChecked);
    connect(m_view, &LogView::scrolled, this, &LogPane::updateMap);
    connect(m_view, &LogView::currentChanged, this, &LogPane::searchChanged);
    connect(m_view, &LogView::copyRequested, this, &LogPane::copySelection);
    connect(m_map, &LogMinimap::lineChosen, m_view, &LogView::goTo);
    connect(m_filters, &LogFilters::queryChanged, this, &LogPane::filterChanged);
    connect(m_filters, &LogFilters::timeEntered, this, &LogPane::goToTime);
    connect(m_filters, &LogFilters::left, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_highlights, &HighlightEditor::changed, this, &LogPane::highlightsChanged);
    connect(style::themeNotifier(), &style::ThemeNotifier::changed, this, &LogPane::highlightsChanged);
    m_progressTimer.setInterval(250);
    connect(&m_progressTimer, &QTimer::timeout, this, &LogPane::showProgress);
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

void LogPane::setTask(const QString &task)
{
    m_task = task;
    m_highlights->setRules(loadHighlights(task));
    search();
}

void LogPane::setLog(LogStore *store, const QString &whyEmpty)
{
    m_empty->setText(whyEmpty);
    if (store && store == m_store)
        return;
    if (m_store)
        m_store->disconnect(this);
    m_view->show(nullptr, nullptr);
    m_map->show(nullptr, nullptr, nullptr);
    m_filtered.reset();
    m_shown.reset();
    m_search.reset();
    m_levels.reset();
    m_marks.clear();
    m_store = store;
    m_tools->save->setEnabled(store);
    m_filters->reset();
    if (store)
        connectStore();
    showLines();
}

void LogPane::connectStore()
{
    LogStore *store = m_store;
    store->setMaximumBytes(QSettings().value(limitKey, LogStore::defaultMaximum >> 30).toLongLong() << 30);
    m_levels = std::make_unique<podwright::logs::LogLevels>(*store);
    m_search = std::make_unique<podwright::logs::LogSearch>(*store);
    m_shown = std::make_unique<podwright::logs::LogSearch>(*store);
    m_filtered = std::make_unique<podwright::logs::FilteredLines>(*store, *m_shown);
    connect(m_levels.get(), &podwright::logs::LogLevels::changed, this, &LogPane::levelsChanged);
    connect(m_search.get(), &podwright::logs::LogSearch::changed, this, &LogPane::searchChanged);
    connect(m_shown.get(), &podwright::logs::LogSearch::changed, this, &LogPane::linesChanged);
    connect(store, &LogStore::appended, this, &LogPane::linesChanged);
    connect(store, &LogStore::cleared, this, &LogPane::linesChanged);
    connect(store, &LogStore::trouble, this, &LogPane::trouble);
    connect(store, &QObject::destroyed, this, [this] { setLog(nullptr); });
    search();
    filterChanged();
}

bool LogPane::isFiltered() const
{
    return m_shown && !m_shown->isEmpty();
}

void LogPane::showLines()
{
    m_view->show(m_store, isFiltered() ? static_cast<podwright::logs::LineSource *>(m_filtered.get()) : m_store.data());
    m_view->setMarks(m_marks);
    linesChanged();
}

void LogPane::linesChanged()
{
    const qint64 count = m_store ? m_store->lineCount() : 0;
    m_stack->setCurrentIndex(count > 0 || m_empty->text().isEmpty() ? 0 : 1);
    m_view->linesChanged();
    updateMap();
    if (!m_store)
        return;
    const QString lines = count == 1 ? tr("1 line") : tr("%L1 lines").arg(count);
    const QString size = QLocale().formattedDataSize(m_store->byteCount(), 0);
    const QString limit = QLocale().formattedDataSize(m_store->maximumBytes(), 0);
    Q_EMIT statusText(m_store->byteCount() > m_store->maximumBytes() / 2
                          ? tr("Log %1 · %2 of at most %3").arg(lines, size, limit)
                          : tr("Log %1 · %2").arg(lines, size));
}

void LogPane::updateMap()
{
    const podwright::logs::LineSource *lines = nullptr;
    if (m_store)
        lines = isFiltered() ? static_cast<podwright::logs::LineSource *>(m_filtered.get()) : m_store.data();
    m_map->show(lines, m_levels.get(), m_search && !m_search->isEmpty() ? &m_search->lines() : nullptr);
    m_map->setView(m_view->topLine(), m_view->topLine() + m_view->rowsInView() - 1);
}

void LogPane::levelsChanged()
{
    LogFilters::Counts counts{};
    qint64 named = 0;
    for (const Level level : {Level::Debug, Level::Info, Level::Warning, Level::Error})
        named += counts[static_cast<size_t>(level)] = m_levels->lines(level).count();
    counts[static_cast<size_t>(Level::None)] =
        std::max<qint64>(m_store->wholeLineEnd() - m_store->firstLine() - named, 0);
    m_filters->setCounts(counts);
    m_map->update();
}

void LogPane::highlightsChanged()
{
    saveHighlights(m_task, m_highlights->rules());
    m_view->setDecor({m_matcher, compileHighlights(m_highlights->rules())});
}

void LogPane::search()
{
    auto matcher = podwright::logs::Matcher::compile(m_tools->query());
    m_matcher = matcher ? *matcher : podwright::logs::Matcher();
    m_view->setDecor({m_matcher, compileHighlights(m_highlights->rules())});
    if (!m_search)
        return;
    if (const auto result = m_search->setQuery(m_tools->query()))
        searchChanged();
    else
        m_tools->setSearchState(result.error().message, true);
    if (m_tools->filter->isChecked())
        filterChanged();
}

void LogPane::searchChanged()
{
    if (!m_search)
        return;
    updateMap();
    if (m_tools->query().text.isEmpty()) {
        m_tools->setSearchState({}, false);
        return;
    }
    if (m_matcher.isEmpty())
        return; // a bad pattern: its message stands
    const auto &lines = m_search->lines();
    const qint64 current = m_view->currentLine();
    if (!isFiltered() && current >= 0 && lines.contains(current))
        m_tools->setSearchState(tr("%L1 / %L2").arg(lines.countBelow(current) + 1).arg(lines.count()), false);
    else
        m_tools->setSearchState(tr("%L1 of %L2 lines").arg(lines.count()).arg(m_store->lineCount()), false);
}

void LogPane::filterChanged()
{
    if (!m_shown)
        return;
    const bool wasFiltered = isFiltered();
    podwright::logs::FilterQuery query = m_filters->query();
    if (m_tools->filter->isChecked() && !m_matcher.isEmpty())
        query.terms.push_back({m_tools->query(), false});
    if (query != m_shown->query() && !m_shown->setQuery(query))
        return;
    if (wasFiltered || isFiltered())
        showLines();
}

void LogPane::keepFilter()
{
    if (m_matcher.isEmpty())
        return;
    m_filters->addTerm({m_tools->query(), false});
    m_tools->clearSearch();
}

} // namespace podwright::ui::logs
