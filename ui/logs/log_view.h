#pragma once

#include "models/logs/line_source.h"
#include "models/logs/log_store.h"
#include "ui/logs/log_selection.h"
#include "ui/logs/shown_line.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <QTimer>

#include <map>
#include <memory>
#include <set>

namespace podwright::ui::logs {

// Paints the visible lines of a store, or of a selection of its lines; what a frame costs does not depend on the log's
// length. Follows the end until the reader scrolls away from it, and again when they come back.
class LogView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit LogView(QWidget *parent = nullptr);
    ~LogView() override;

    // Neither is owned; null clears. `lines` may be `store` itself.
    void show(const podwright::logs::LogStore *store, const podwright::logs::LineSource *lines);
    void linesChanged(); // more lines, or others: update()s as needed

    bool isFollowing() const { return m_isFollowing; }
    void setFollowing(bool isFollowing);
    void setWrapping(bool wraps);
    void setShowingStamps(bool shows);
    void setDecor(const LineDecor &decor);
    // A JSON line on several rows, or on one again. Whether it is a JSON line.
    bool toggleUnfolded(qint64 line);
    // Lines of the store that the reader has marked.
    void setMarks(const std::set<qint64> &marks);

    // A line of the source: brought into view and marked.
    void goTo(qint64 line);
    qint64 currentLine() const { return m_current; }
    qint64 lineForKeys() const { return m_current >= 0 ? m_current : m_top; } // that a key means
    qint64 topLine() const { return m_top; }
    qint64 bottomLine() const; // last line that is visible
    int rowsInView() const { return visibleRows(); }

    void selectAll();
    bool hasSelection() const { return !m_selection.isEmpty(); }
    const LogSelection &selection() const { return m_selection; }
    QString selectedText() const; // at most some thousand lines
    // More lines than that are asked for by copyRequested().
    void copy();

Q_SIGNALS:
    void followingChanged(bool isFollowing);
    void scrolled();
    void currentChanged();
    void copyRequested();
    void painted(); // a frame has been drawn; for measurements

protected:
    void paintEvent(QPaintEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct LaidLine
    {
        std::unique_ptr<QTextLayout> layout;
        podwright::logs::Level level = podwright::logs::Level::None;
        bool isJson = false;
    };
    const LaidLine &laid(qint64 line) const;
    const QTextLayout &layoutOf(qint64 line) const { return *laid(line).layout; }
    int rowsOf(qint64 line) const { return layoutOf(line).lineCount(); }
    bool isRagged() const { return m_options.wraps || !m_unfolded.empty(); } // lines of more than one row
    QString shownText(qint64 line) const;
    void setCurrent(qint64 line);
    void paintFocus(QPainter &painter) const;
    void paintGround(QPainter &painter, qint64 line, const QRectF &rows) const;
    void forgetLayouts();
    int visibleRows() const;
    int xOf() const;
    void paintLine(QPainter &painter, qint64 line, qreal y) const;
    void scrollRows(int rows); // by the user
    void setTop(qint64 line, int row);
    void requestPaint();
    void goToStart();
    void goToEnd();
    bool isAtEnd() const;
    void updateScrollBars();
    TextPlace placeAt(const QPoint &point) const;
    void extendSelectionTo(const QPoint &point);

    const podwright::logs::LogStore *m_store = nullptr;
    const podwright::logs::LineSource *m_lines = nullptr;
    LineDecor m_decor;
    std::set<qint64> m_unfolded; // lines of the store
    std::set<qint64> m_marks;
    LineOptions m_options;
    mutable std::map<qint64, LaidLine> m_layouts; // of the lines last painted
    mutable qreal m_widest = 0;
    qint64 m_top = 0; // first visible line and the row of it
    int m_topRow = 0;
    qint64 m_current = -1;
    bool m_isFollowing = true;
    bool m_isFlooded = false; // more comes between two frames than can be read
    QElapsedTimer m_sincePaint;
    qint64 m_paintedEnd = 0; // the source's end when it was last painted
    QTimer m_floodTimer;
    bool m_isSettingBars = false;
    int m_wheelRest = 0;
    LogSelection m_selection;
    QTimer m_dragScroll;
    QPoint m_dragPoint;
};

} // namespace podwright::ui::logs
