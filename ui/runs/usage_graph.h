#pragma once

#include "models/session/usage_advice.h"

#include <QWidget>

namespace podwright::ui::runs {

// One figure of a container over time, with lines for what it requests and may have; tells the figure under the mouse.
class UsageGraph : public QWidget
{
    Q_OBJECT
public:
    enum class Figure { Processor, Memory };
    explicit UsageGraph(Figure figure, QWidget *parent = nullptr);

    void setPoints(const std::vector<session::UsagePoint> &points);
    void setBounds(const session::ContainerBounds &bounds);
    QString readOutAt(int x) const; // "12:04:15 · 210 MiB"; empty where there is nothing
    QSize sizeHint() const override { return {360, 240}; }
    QSize minimumSizeHint() const override { return {220, 140}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Point
    {
        qint64 at = 0, value = 0;
    };

    void refreshScale();
    QRect plot() const;
    double xOf(qint64 at) const;
    double yOf(qint64 value) const;
    const Point *nearest(int x) const;
    QString valueText(qint64 value) const;
    void paintAxes(QPainter &painter) const;
    void paintTimes(QPainter &painter) const;
    void paintCurve(QPainter &painter) const;
    void paintBound(QPainter &painter, qint64 value, const QString &name) const;
    void paintReadOut(QPainter &painter) const;

    const Figure m_figure;
    std::vector<Point> m_points;
    std::optional<qint64> m_request, m_limit;
    qint64 m_top = 1, m_step = 1; // of the axis
    int m_mouse = -1;
};

} // namespace podwright::ui::runs
