#pragma once

#include "models/logs/matcher.h"

#include <QFrame>
#include <QWidget>

class QButtonGroup;
class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace podwright::ui::widgets {
class ElidedLabel;
}

namespace podwright::ui::logs {

class ContainerChoice;

// Buttons side by side in one frame; exclusive (one of them is down) or each on its own.
class Segments : public QFrame
{
    Q_OBJECT
public:
    explicit Segments(QWidget *parent = nullptr);
    QToolButton *add(const QString &text, const QString &objectName, const QString &help);
    void clear();

private:
    QHBoxLayout *m_layout;
};

// The row above a log: containers, search, and how lines are shown.
class LogTools : public QWidget
{
    Q_OBJECT
public:
    explicit LogTools(QWidget *parent = nullptr);

    void setContainers(const QStringList &names, const QString &current);
    QString container() const;
    podwright::logs::SearchQuery query() const;
    void setSearchState(const QString &text, bool isBad);
    void focusSearch();
    void clearSearch();

    QToolButton *regex, *matchCase, *filter; // checkable
    QToolButton *follow, *wrap, *stamps;     // checkable
    QToolButton *previous, *next;
    QToolButton *addFilter; // keeps the search as a filter
    QToolButton *save, *more;

Q_SIGNALS:
    void containerChosen(const QString &name);
    void queryChanged();
    void nextRequested();
    void previousRequested();
    void filterAdded();
    void searchLeft(); // Escape: back to the lines

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    ContainerChoice *m_containers;
    QLineEdit *m_search;
    widgets::ElidedLabel *m_state;
};

} // namespace podwright::ui::logs
