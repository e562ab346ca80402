#pragma once

#include <QPlainTextEdit>

namespace podwright::ui::widgets {

// Several lines of code, as high as its text between three and fourteen lines. Tab leaves it. Undo and redo keys go
// past it to the document.
class BlockEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit BlockEdit(QWidget *parent = nullptr);
    void showText(const QString &text); // tells no typed()

Q_SIGNALS:
    void typed();

protected:
    void wheelEvent(QWheelEvent *event) override;

private:
    void fitHeight();

    bool m_isShowing = false;
};

} // namespace podwright::ui::widgets
