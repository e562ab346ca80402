#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace podwright::ui::widgets {

// Left to right, then the next line, the hidden ones left out; the last item gets what is left of its line. What may
// expand asks for its minimum only.
class FlowLayout : public QLayout
{
    Q_OBJECT
public:
    explicit FlowLayout(QWidget *parent = nullptr);
    ~FlowLayout() override;
    void insertWidget(int index, QWidget *widget);
    void addItem(QLayoutItem *item) override;
    int count() const override { return int(m_items.size()); }
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place({0, 0, width, 0}, false); }
    QSize sizeHint() const override { return minimumSize(); }
    QSize minimumSize() const override;
    Qt::Orientations expandingDirections() const override { return {}; }
    void setGeometry(const QRect &rect) override;

private:
    int place(const QRect &rect, bool isReal) const; // gives the height

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace podwright::ui::widgets
