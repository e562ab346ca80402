#include "ui/terminal/terminal_view.h"

#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/terminal/terminal_screen.h"

#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>

namespace podwright::ui::terminal {

namespace {

constexpr int frameInterval = 16; // ms
constexpr int margin = style::spaceSmall;
constexpr int fewestRows = 2, fewestColumns = 10; // what a program can still live with
constexpr int mostRows = 500, mostColumns = 1000;

} // namespace

TerminalView::TerminalView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_screen(std::make_unique<TerminalScreen>(24, 80))
    , m_painter(style::codeFont())
{
    setObjectName(QStringLiteral("terminalView"));
    setAccessibleName(tr("Terminal"));
    setFrameShape(QFrame::NoFrame);
    style::setProperty(this, "surface", QStringLiteral("sunken")); // the margins too
    setFont(style::codeFont());
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // its width must not change the number of columns
    setViewportMargins(margin, margin, 0, margin);
    viewport()->setCursor(Qt::IBeamCursor);
    m_frame.setSingleShot(true);
    connect(&m_frame, &QTimer::timeout, this, &TerminalView::showFrame);
    connect(m_screen.get(), &TerminalScreen::changed, this, &TerminalView::requestFrame);
    connect(m_screen.get(), &TerminalScreen::input, this, [this](const QByteArray &bytes) {
        if (m_isLive)
            Q_EMIT input(bytes);
    });
    connect(style::themeNotifier(), &style::ThemeNotifier::changed, this, [this] { update(); });
    m_sinceFrame.start();
    updateScrollBar();
}

TerminalView::~TerminalView() = default;

void TerminalView::feed(QByteArrayView bytes)
{
    m_screen->feed(bytes);
}

void TerminalView::startAnew()
{
    m_screen->startAnew();
    m_isFollowing = true;
}

void TerminalView::clear()
{
    m_screen->clearHistory();
}

void TerminalView::setLive(bool isLive)
{
    m_isLive = isLive;
    m_isFollowing = true;
    requestFrame();
}

int TerminalView::rows() const
{
    return m_screen->rows();
}

int TerminalView::columns() const
{
    return m_screen->columns();
}

// However much comes in: at once after a pause, else with the next frame.
void TerminalView::requestFrame()
{
    if (!m_frame.isActive())
        m_frame.start(std::max<int>(0, frameInterval - static_cast<int>(m_sinceFrame.elapsed())));
}

void TerminalView::showFrame()
{
    m_sinceFrame.start();
    updateScrollBar();
    viewport()->update();
}

void TerminalView::updateScrollBar()
{
    QScrollBar *bar = verticalScrollBar();
    const QSignalBlocker blocker(bar);
    const int top = m_isFollowing ? m_screen->screenLine() : bar->value();
    bar->setRange(m_screen->firstLine(), m_screen->screenLine());
    bar->setPageStep(m_screen->rows());
    bar->setValue(top);
}

int TerminalView::topLine() const
{
    return std::clamp(verticalScrollBar()->value(), m_screen->firstLine(), m_screen->screenLine());
}

void TerminalView::scrollContentsBy(int, int)
{
    m_isFollowing = verticalScrollBar()->value() >= m_screen->screenLine();
    viewport()->update();
}

void TerminalView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), style::color(style::Token::Sunken));
    const int top = topLine();
    for (int row = 0; row < m_screen->rows(); ++row) {
        const int line = top + row;
        const auto [from, to] = m_selection.columnsOf(line, m_screen->columns());
        LineMarks marks{.selectedFrom = from, .selectedTo = to};
        if (m_isLive && m_screen->isCursorVisible() && line == m_screen->cursorLine()) {
            marks.cursor = m_screen->cursorColumn();
            marks.isCursorFilled = hasFocus();
        }
        m_painter.paintLine(painter, *m_screen, line, row * m_painter.cellSize().height(), marks);
    }
}

void TerminalView::resizeEvent(QResizeEvent *event)
{
    const QSizeF cell = m_painter.cellSize();
    const QSize size = event->size();
    const int rows = std::clamp(static_cast<int>(size.height() / cell.height()), fewestRows, mostRows);
    const int columns = std::clamp(static_cast<int>(size.width() / cell.width()), fewestColumns, mostColumns);
    if (rows == m_screen->rows() && columns == m_screen->columns())
        return;
    m_selection.clear();
    m_screen->resize(rows, columns);
    updateScrollBar();
    Q_EMIT sizeChanged(columns, rows);
}

QString TerminalView::text() const
{
    TerminalSelection all;
    all.selectAll(*m_screen);
    return all.text(*m_screen);
}

QString TerminalView::selectedText() const
{
    return m_selection.text(*m_screen);
}

void TerminalView::selectAll()
{
    m_selection.selectAll(*m_screen);
    viewport()->update();
}

} // namespace podwright::ui::terminal
