#include "ui/widgets/block_edit.h"

#include "ui/style/fonts.h"
#include "ui/style/theme.h"

#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>

namespace podwright::ui::widgets {

BlockEdit::BlockEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    style::setProperty(this, "kind", "field");
    setFont(style::codeFont());
    setTabChangesFocus(true);
    setUndoRedoEnabled(false);
    setLineWrapMode(NoWrap);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        fitHeight();
        if (!m_isShowing)
            Q_EMIT typed();
    });
    fitHeight();
}

void BlockEdit::showText(const QString &text)
{
    m_isShowing = true;
    setPlainText(text);
    m_isShowing = false;
}

void BlockEdit::wheelEvent(QWheelEvent *event)
{
    if (verticalScrollBar()->maximum() > 0 && hasFocus())
        QPlainTextEdit::wheelEvent(event);
    else
        event->ignore(); // the form scrolls
}

void BlockEdit::fitHeight()
{
    const int lines = std::clamp(blockCount() + 1, 3, 14);
    setFixedHeight(lines * QFontMetrics(font()).lineSpacing() + 16);
}

} // namespace podwright::ui::widgets
