#pragma once

#include "models/logs/line_set.h"
#include "models/logs/line_source.h"
#include "models/logs/log_levels.h"

#include <QWidget>

#include <set>

namespace podwright::ui::logs {

// A narrow strip beside a log: where its warnings, errors, matches and marks are, and which part is in view. A click
// goes there.
class LogMinimap : public QWidget
{
    Q_OBJECT
public:
    explicit LogMinimap(QWidget *parent = nullptr);

    // Not owned; null clears. Numbers of levels, hits and marks are the store's, those of `lines` may be others.
    void show(const podwright::logs::LineSource *lines, const podwright::logs::LogLevels *levels,
              const podwright::logs::LineSet *hits);
    void setMarks(const std::set<qint64> &marks);
    void setView(qint64 top, qint64 bottom); // lines of the source

Q_SIGNALS:
    void lineChosen(qint64 line); // of the source

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override { choose(event); }
    void mouseMoveEvent(QMouseEvent *event) override { choose(event); }

private:
    void choose(const QMouseEvent *event);
    void paintRow(QPainter &painter, int y) const;
    int rowOf(qint64 line) const;
    qint64 lineAt(int y) const;

    const podwright::logs::LineSource *m_lines = nullptr;
    const podwright::logs::LogLevels *m_levels = nullptr;
    const podwright::logs::LineSet *m_hits = nullptr;
    std::set<qint64> m_marks;
    qint64 m_top = 0, m_bottom = 0;
};

} // namespace podwright::ui::logs
