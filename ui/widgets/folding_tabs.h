#pragma once

#include <QWidget>

class QTabBar;
class QToolButton;

namespace podwright::ui::widgets {

// Tabs in one row. Those that find no room stand in a menu at its end, so none is ever out of reach; the first and
// the current one are always in the row.
class FoldingTabs : public QWidget
{
    Q_OBJECT
public:
    explicit FoldingTabs(QWidget *parent = nullptr);
    // For the bar; the menu's button gets them with ".more" and what is in it.
    void setNames(const QString &objectName, const QString &accessibleName);
    // `meaning` is the tool tip, and the name in the menu; empty: the text.
    void addTab(const QString &text, const QString &meaning = {});
    int currentIndex() const;
    void setCurrentIndex(int index);
    QString meaning(int index) const;
    int wantedWidth() const; // for all of them
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    class Bar;
    void fold();
    void fillMenu();

    Bar *m_bar;
    QToolButton *m_more;
};

} // namespace podwright::ui::widgets
