#pragma once

#include <QLineEdit>

class QLabel;

namespace podwright::ui::widgets {

// A search line with a magnifier, a clear button and room for a count ("3 of 47"). Escape clears, then leaves.
class SearchField : public QLineEdit
{
    Q_OBJECT
public:
    explicit SearchField(const QString &placeholder, QWidget *parent = nullptr);
    void setCount(const QString &text);

Q_SIGNALS:
    void nextRequested();     // Enter
    void previousRequested(); // Shift+Enter
    void leaveRequested();    // Escape in the empty line

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void placeCount();

    QLabel *m_count;
};

} // namespace podwright::ui::widgets
