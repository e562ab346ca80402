#pragma once

#include "ui/logs/highlight_rules.h"

#include <QFrame>

class QToolButton;
class QVBoxLayout;

namespace podwright::ui::logs {

// The highlights of a task, a row each: colour, pattern, how it is read. What is changed holds at once.
class HighlightEditor : public QFrame
{
    Q_OBJECT
public:
    explicit HighlightEditor(QWidget *parent = nullptr);

    void setRules(const std::vector<HighlightRule> &rules);
    const std::vector<HighlightRule> &rules() const { return m_rules; }

Q_SIGNALS:
    void changed();

private:
    void rebuild();
    QWidget *row(size_t number);
    void setColour(QToolButton *button, int colour) const;

    std::vector<HighlightRule> m_rules;
    std::vector<QWidget *> m_rows;
    QVBoxLayout *m_layout;
};

} // namespace podwright::ui::logs
