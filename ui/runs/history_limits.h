#pragma once

#include "models/session/known_runs.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace podwright::ui::runs {

// What the user allows the history to hold, from the settings.
podwright::runs::HistoryLimits savedHistoryLimits();

// Shows and changes it, beside what the history holds now.
class HistoryLimitsBar : public QWidget
{
    Q_OBJECT
public:
    HistoryLimitsBar(session::KnownRuns &known, QWidget *parent = nullptr);
    void measure(); // again

private:
    QComboBox *addChoice(const QString &name, const QString &accessibleName);
    void save();

    session::KnownRuns &m_known;
    QComboBox *m_days;
    QComboBox *m_bytes;
    QLabel *m_size;
};

} // namespace podwright::ui::runs
