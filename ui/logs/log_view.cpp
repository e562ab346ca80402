#include "ui/logs/log_view.h"

#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QClipboard>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QScrollBar>

#include <cmath>
#include <utility>

namespace podwright::ui::logs {
namespace {

// So many lines are put together here; more are another thread's work.
constexpr qint64 mostSelectedLines = 5000;

} // namespace

LogView::LogView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setObjectName(QStringLiteral("logView"));
    setAccessibleName(tr("Log"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    m_options.font = style::codeFont();
    m_options.plainFont = m_options.font;
    m_options.plainFont.setStyleStrategy(QFont::PreferNoShaping);
    m_dragScroll.setInterval(40);
    m_floodTimer.setSingleShot(true);
    connect(&m_floodTimer, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
    connect(&m_dragScroll, &QTimer::timeout, this, [this] { extendSelectionTo(m_dragPoint); });
    connect(style::themeNotifier(), &style::ThemeNotifier::changed, this, &LogView::forgetLayouts);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_isSettingBars && m_lines) {
            setTop(m_lines->firstLine() + value, 0);
            setFollowing(isAtEnd());
        }
    });
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update));
}

LogView::~LogView() = default;

void LogView::show(const podwright::logs::LogStore *store, const podwright::logs::LineSource *lines)
{
    if (m_store)
        m_store->disconnect(this);
    m_store = store;
    m_lines = lines;
    if (store)
        connect(store, &podwright::logs::LogStore::fetched, this, &LogView::forgetLayouts);
    m_selection = {};
    m_current = -1;
    m_top = lines ? lines->firstLine() : 0;
    m_topRow = 0;
    m_widest = 0;
    m_unfolded.clear();
    forgetLayouts();
    linesChanged();
}

void LogView::linesChanged()
{
    if (!m_lines) {
        viewport()->update();
        return;
    }
    if (!m_layouts.empty()) // the last line may have grown
        m_layouts.erase(m_layouts.lower_bound(m_lines->endLine() - 1), m_layouts.end());
    m_layouts.erase(m_layouts.begin(), m_layouts.lower_bound(m_lines->firstLine()));
    constexpr int unreadablePages = 5;
    m_isFlooded = m_isFollowing && m_lines->endLine() - m_paintedEnd > unreadablePages * visibleRows();
    if (m_isFollowing)
        goToEnd();
    else
        setTop(m_top, m_topRow);
    updateScrollBars();
    requestPaint();
    m_isFlooded = false;
}

// Lines that fly by are drawn less often: laying them out is what a flood costs most.
void LogView::requestPaint()
{
    constexpr qint64 floodFrame = 200; // ms
    const qint64 since = m_sincePaint.isValid() ? m_sincePaint.elapsed() : floodFrame;
    if (!m_isFlooded || since >= floodFrame)
        viewport()->update();
    else if (!m_floodTimer.isActive())
        m_floodTimer.start(static_cast<int>(floodFrame - since));
}

void LogView::setFollowing(bool isFollowing)
{
    if (isFollowing == m_isFollowing)
        return;
    m_isFollowing = isFollowing;
    if (isFollowing)
        linesChanged();
    Q_EMIT followingChanged(isFollowing);
}

void LogView::setWrapping(bool wraps)
{
    m_options.wraps = wraps;
    m_topRow = 0;
    m_widest = 0;
    forgetLayouts();
    linesChanged();
}

void LogView::setShowingStamps(bool shows)
{
    m_options.showsStamps = shows;
    m_selection = {};
    forgetLayouts();
    linesChanged();
}

void LogView::setDecor(const LineDecor &decor)
{
    m_decor = decor;
    forgetLayouts();
}

bool LogView::toggleUnfolded(qint64 line)
{
    if (!m_lines || line < m_lines->firstLine() || line >= m_lines->endLine() || !laid(line).isJson)
        return false;
    const qint64 origin = m_lines->originOf(line);
    if (m_unfolded.erase(origin) == 0)
        m_unfolded.insert(origin);
    m_topRow = line == m_top ? 0 : m_topRow;
    m_layouts.erase(line);
    setFollowing(false);
    updateScrollBars();
    viewport()->update();
    return true;
}

void LogView::setMarks(const std::set<qint64> &marks)
{
    m_marks = marks;
    viewport()->update();
}

void LogView::forgetLayouts()
{
    m_layouts.clear();
    viewport()->update();
}

int LogView::visibleRows() const
{
    return std::max(1, static_cast<int>(viewport()->height() / QFontMetricsF(m_options.font).height()));
}

int LogView::xOf() const
{
    return style::space - horizontalScrollBar()->value();
}

qint64 LogView::bottomLine() const
{
    if (!m_lines)
        return -1;
    int rows = -m_topRow;
    qint64 line = m_top;
    for (; line < m_lines->endLine(); ++line) {
        rows += isRagged() ? rowsOf(line) : 1;
        if (rows >= visibleRows())
            break;
    }
    return std::min(line, m_lines->endLine() - 1);
}

bool LogView::isAtEnd() const
{
    return !m_lines || bottomLine() >= m_lines->endLine() - 1;
}

void LogView::setTop(qint64 line, int row)
{
    const qint64 last = std::max(m_lines->firstLine(), m_lines->endLine() - 1);
    const qint64 top = std::clamp(line, m_lines->firstLine(), last);
    m_topRow = top == line ? row : 0;
    if (top != std::exchange(m_top, top))
        Q_EMIT scrolled();
    requestPaint();
}

void LogView::goToStart()
{
    if (!m_lines)
        return;
    setTop(m_lines->firstLine(), 0);
    updateScrollBars();
    setFollowing(isAtEnd());
}

void LogView::goToEnd()
{
    const int rows = visibleRows();
    if (!isRagged()) {
        setTop(std::max(m_lines->firstLine(), m_lines->endLine() - rows), 0);
        return;
    }
    qint64 line = m_lines->endLine();
    int above = 0;
    while (line > m_lines->firstLine() && above < rows)
        above += rowsOf(--line);
    setTop(line, std::max(0, above - rows));
}

void LogView::updateScrollBars()
{
    if (!m_lines)
        return;
    m_isSettingBars = true;
    const int rows = visibleRows();
    const qint64 reach = std::max<qint64>(0, m_lines->lineCount() - (isRagged() ? 1 : rows));
    verticalScrollBar()->setPageStep(rows);
    verticalScrollBar()->setRange(0, static_cast<int>(reach));
    verticalScrollBar()->setValue(static_cast<int>(m_top - m_lines->firstLine()));
    const int tooWide = static_cast<int>(std::ceil(m_widest)) + 2 * style::space - viewport()->width();
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(style::spaceLarge);
    horizontalScrollBar()->setRange(0, m_options.wraps ? 0 : std::max(0, tooWide));
    m_isSettingBars = false;
}

void LogView::scrollRows(int rows)
{
    if (!m_lines || m_lines->lineCount() == 0)
        return;
    if (!isRagged()) {
        const qint64 last = std::max(m_lines->firstLine(), m_lines->endLine() - visibleRows());
        setTop(std::clamp(m_top + rows, m_lines->firstLine(), last), 0);
    }
    for (; isRagged() && rows > 0 && !isAtEnd(); --rows) {
        if (m_topRow + 1 < rowsOf(m_top))
            ++m_topRow;
        else
            setTop(m_top + 1, 0);
    }
    for (; isRagged() && rows < 0 && (m_topRow > 0 || m_top > m_lines->firstLine()); ++rows) {
        if (m_topRow > 0)
            --m_topRow;
        else
            setTop(m_top - 1, rowsOf(m_top - 1) - 1);
    }
    updateScrollBars();
    viewport()->update();
    setFollowing(isAtEnd());
}

void LogView::setCurrent(qint64 line)
{
    if (std::exchange(m_current, line) != line)
        Q_EMIT currentChanged();
    viewport()->update();
}

void LogView::goTo(qint64 line)
{
    if (!m_lines)
        return;
    setCurrent(line);
    if (line >= 0 && (line < m_top || line > bottomLine() - 1)) {
        setFollowing(false);
        setTop(std::max(m_lines->firstLine(), line - visibleRows() / 3), 0);
        scrollRows(0);
    }
    viewport()->update();
}

void LogView::resizeEvent(QResizeEvent *)
{
    m_options.width = std::max(50, viewport()->width() - 2 * style::space);
    if (m_options.wraps)
        m_layouts.clear();
    linesChanged();
}

void LogView::scrollContentsBy(int, int) {} // the bars' own signals do it

TextPlace LogView::placeAt(const QPoint &point) const
{
    qreal y = 0;
    for (qint64 line = m_top; line < m_lines->endLine(); ++line) {
        const QTextLayout &layout = layoutOf(line);
        for (int row = line == m_top ? m_topRow : 0; row < layout.lineCount(); ++row) {
            const QTextLine textLine = layout.lineAt(row);
            y += textLine.height();
            if (point.y() < y)
                return {line, textLine.xToCursor(point.x() - xOf())};
        }
        if (y > viewport()->height())
            break;
    }
    const qint64 last = std::max(m_lines->firstLine(), std::min(bottomLine(), m_lines->endLine() - 1));
    return {last, m_lines->lineCount() > 0 ? layoutOf(last).text().size() : 0};
}

void LogView::selectAll()
{
    if (!m_lines || m_lines->lineCount() == 0)
        return;
    const qint64 last = m_lines->endLine() - 1;
    m_selection = {{m_lines->firstLine(), 0}, {last, shownText(last).size()}};
    viewport()->update();
}

QString LogView::shownText(qint64 line) const
{
    return showText(m_lines->line(line), m_options.showsStamps, -1, m_unfolded.contains(m_lines->originOf(line))).text;
}

QString LogView::selectedText() const
{
    if (!m_lines)
        return {};
    const qint64 end = std::min(m_lines->endLine(), m_selection.first().line + mostSelectedLines);
    return logs::selectedText(m_selection, m_lines->firstLine(), end, [this](qint64 line) { return shownText(line); });
}

void LogView::copy()
{
    if (m_selection.last().line - m_selection.first().line >= mostSelectedLines)
        Q_EMIT copyRequested();
    else if (hasSelection())
        QGuiApplication::clipboard()->setText(selectedText());
}

} // namespace podwright::ui::logs
