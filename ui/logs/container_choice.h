#pragma once

#include <QStringList>
#include <QWidget>

namespace podwright::ui::widgets {
class ElidedCombo;
}

namespace podwright::ui::logs {

class Segments;

// Whose log is shown: buttons side by side where there is room for all of them, else a list to choose from.
class ContainerChoice : public QWidget
{
    Q_OBJECT
public:
    explicit ContainerChoice(QWidget *parent = nullptr);

    void setContainers(const QStringList &names, const QString &current); // "*": all of them
    const QString &current() const { return m_current; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &name);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void choose(int index);
    void place();

    QStringList m_names;
    QString m_current;
    Segments *m_buttons;
    widgets::ElidedCombo *m_list;
};

} // namespace podwright::ui::logs
