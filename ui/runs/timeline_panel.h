#pragma once

#include "models/tables/simple_models.h"

#include <QWidget>

class QLabel;
class QListView;

namespace podwright::ui::runs {

// The story of a run from top to bottom: a dot in the colour of its meaning, what happened, when and after how long.
class TimelinePanel : public QWidget
{
    Q_OBJECT
public:
    explicit TimelinePanel(QWidget *parent = nullptr);
    void setTitle(const QString &title, const QString &subtitle);
    void setRows(std::vector<tables::TimelineRow> rows);

private:
    QLabel *m_title;
    QLabel *m_subtitle;
    tables::TimelineModel m_model;
    QListView *m_view;
};

} // namespace podwright::ui::runs
