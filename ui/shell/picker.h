#pragma once

#include "ui/shell/quick_list.h"

#include <QToolButton>

namespace podwright::ui::shell {

// A button that shows what is chosen and how it is doing; a press opens a list to choose from.
class Picker : public QToolButton
{
    Q_OBJECT
public:
    // `caption` stands before the value, muted; may be empty.
    Picker(const QString &caption, const QString &searchHint, QWidget *parent = nullptr);

    QuickList *list() const { return m_list; }
    // Without a tone there is no dot.
    void setCurrent(const QString &value, const QString &text, std::optional<style::Tone> tone, const QString &help);
    void openList();
    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &value);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_caption, m_value;
    std::optional<style::Tone> m_tone;
    QuickList *m_list;
};

} // namespace podwright::ui::shell
