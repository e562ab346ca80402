#pragma once

#include <QFrame>

class QLabel;

namespace podwright::ui::clusters {

// A small card: a muted caption over one line, which is cut in the middle and whole in the tool tip.
class InfoCard : public QFrame
{
    Q_OBJECT
public:
    InfoCard(const QString &name, const QString &caption, QWidget *parent = nullptr);
    void setText(const QString &text, const QString &help = {});
    QString text() const { return m_whole; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void elide();

    QLabel *m_text;
    QString m_whole;
};

} // namespace podwright::ui::clusters
