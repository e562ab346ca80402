#pragma once

#include <QFont>
#include <QStyledItemDelegate>

namespace podwright::ui::widgets {

// A column in a font of its own.
class FontDelegate : public QStyledItemDelegate
{
public:
    FontDelegate(const QFont &font, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_font(font)
    {}

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->font = m_font;
        option->fontMetrics = QFontMetrics(m_font);
    }

private:
    QFont m_font;
};

} // namespace podwright::ui::widgets
