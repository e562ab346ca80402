#pragma once

#include "models/logs/line_filter.h"

#include <QWidget>

#include <array>
#include <vector>

class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace podwright::ui::logs {

// The row below the tools: levels with their counts, filters that were kept, and the time to go to. Hidden while there
// is nothing to show.
class LogFilters : public QWidget
{
    Q_OBJECT
public:
    explicit LogFilters(QWidget *parent = nullptr);

    using Counts = std::array<qint64, podwright::logs::levelCount>; // by Level
    void setCounts(const Counts &counts);
    void addTerm(const podwright::logs::FilterTerm &term);
    podwright::logs::FilterQuery query() const;
    void reset(); // another log
    void askForTime();
    void setTimeIsBad(bool isBad);

Q_SIGNALS:
    void queryChanged();
    void timeEntered(const QString &text);
    void left(); // Escape: back to the lines

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QToolButton *addLevel(podwright::logs::Level level);
    void showTerms();
    QWidget *termChip(size_t number);
    void updateVisibility();

    std::array<QToolButton *, podwright::logs::levelCount> m_levels{};
    std::vector<podwright::logs::FilterTerm> m_terms;
    std::vector<QWidget *> m_chips;
    QHBoxLayout *m_chipLayout;
    QLineEdit *m_time;
    bool m_hasLevels = false;
};

} // namespace podwright::ui::logs
