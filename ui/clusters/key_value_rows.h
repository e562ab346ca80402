#pragma once

#include <QWidget>

#include <string>
#include <utility>
#include <vector>

class QLineEdit;
class QVBoxLayout;

namespace podwright::ui::clusters {

// Lines of a key and a value; there is always an empty one at the end. Values of secrets are not shown.
class KeyValueRows : public QWidget
{
    Q_OBJECT
public:
    explicit KeyValueRows(QWidget *parent = nullptr);
    void setSecret(bool isSecret);
    void clear();
    std::vector<std::pair<std::string, std::string>> pairs() const; // without those that have no key

Q_SIGNALS:
    void edited();

private:
    void addRow();
    void keepSpareRow();

    struct Row
    {
        QLineEdit *key, *value;
    };
    QVBoxLayout *m_layout;
    std::vector<Row> m_rows;
    bool m_isSecret = true;
};

} // namespace podwright::ui::clusters
