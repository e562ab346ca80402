#pragma once

#include <QProxyStyle>

namespace podwright::ui::style {

// What style sheets cannot say: the focus ring, sizes, hints.
class PodwrightStyle : public QProxyStyle
{
    Q_OBJECT
public:
    PodwrightStyle();
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    QIcon standardIcon(StandardPixmap pixmap, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override;
};

} // namespace podwright::ui::style
