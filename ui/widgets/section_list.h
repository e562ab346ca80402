#pragma once

#include <QListView>

class QStandardItemModel;

namespace podwright::ui::widgets {

// A short list of sections, each with the count of what is set in it. The chosen one follows what the reader looks at.
class SectionList : public QListView
{
    Q_OBJECT
public:
    explicit SectionList(QWidget *parent = nullptr);
    void setSections(const QStringList &titles);
    void setCount(int section, int count); // 0 shows nothing
    void setProblems(int section, int errors);
    void setShown(int section, bool isShown);
    int count(int section) const;
    int current() const { return currentIndex().row(); }
    void setCurrent(int section); // tells no chosen()

Q_SIGNALS:
    void chosen(int section); // by the user

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    QStandardItemModel *m_model;
    bool m_isSetting = false;
};

} // namespace podwright::ui::widgets
