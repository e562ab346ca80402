#pragma once

#include "models/logs/log_part.h"

#include <QWidget>

class QAction;
class QMenu;
class QToolButton;

namespace podwright::ui::logs {

// Which part of a log is asked for, and whether the pod's events stand between its lines (which is remembered).
class LogPartBar : public QWidget
{
    Q_OBJECT
public:
    // Why something cannot be had; empty: it can.
    struct Limits
    {
        QString onlyWhole = {}, onlyTogether = {}, noPrevious = {};
        bool operator==(const Limits &) const = default;
    };

    explicit LogPartBar(QWidget *parent = nullptr);

    const podwright::logs::LogPart &part() const { return m_part; }
    void setPart(const podwright::logs::LogPart &part); // tells nobody
    bool hasEvents() const;
    void toggleEvents();
    void setLimits(const Limits &limits);
    void openMenu();
    void fitInto(int width); // with as many words as that leaves room for

Q_SIGNALS:
    void changed();
    void textChanged(); // of its buttons

private:
    void fill(QMenu *menu);
    void addAmounts(QMenu *menu);
    void addStreams(QMenu *menu);
    QAction *addChoice(QMenu *menu, const QString &text, const podwright::logs::LogPart &part, const QString &whyNot);
    void choose(const podwright::logs::LogPart &part);
    QStringList texts(int brevity) const;
    void showTexts(int brevity);

    podwright::logs::LogPart m_part;
    Limits m_limits;
    QToolButton *m_button;
    QToolButton *m_events;
    int m_brevity = 0; // 0: every word
};

// "Everything", "Last hour · former instance".
QString partText(const podwright::logs::LogPart &part);

} // namespace podwright::ui::logs
