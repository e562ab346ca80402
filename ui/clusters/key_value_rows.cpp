#include "ui/clusters/key_value_rows.h"

#include "ui/style/metrics.h"

#include <QHBoxLayout>
#include <QLineEdit>

namespace podwright::ui::clusters {
namespace {

constexpr size_t mostRows = 50;

} // namespace

KeyValueRows::KeyValueRows(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(style::grid);
    addRow();
}

void KeyValueRows::addRow()
{
    const QString number = QString::number(m_rows.size());
    auto *line = new QWidget(this);
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::grid);
    const Row row{new QLineEdit(line), new QLineEdit(line)};
    row.key->setObjectName(QStringLiteral("key") + number);
    row.key->setPlaceholderText(tr("key"));
    row.key->setAccessibleName(tr("Key"));
    row.value->setObjectName(QStringLiteral("value") + number);
    row.value->setPlaceholderText(tr("value"));
    row.value->setAccessibleName(tr("Value"));
    row.value->setEchoMode(m_isSecret ? QLineEdit::Password : QLineEdit::Normal);
    layout->addWidget(row.key, 2);
    layout->addWidget(row.value, 3);
    m_layout->addWidget(line);
    m_rows.push_back(row);
    for (QLineEdit *edit : {row.key, row.value})
        connect(edit, &QLineEdit::textEdited, this, [this] {
            keepSpareRow();
            Q_EMIT edited();
        });
}

void KeyValueRows::keepSpareRow()
{
    if (!m_rows.back().key->text().isEmpty() && m_rows.size() < mostRows)
        addRow();
}

void KeyValueRows::setSecret(bool isSecret)
{
    m_isSecret = isSecret;
    for (const Row &row : m_rows)
        row.value->setEchoMode(isSecret ? QLineEdit::Password : QLineEdit::Normal);
}

void KeyValueRows::clear()
{
    while (m_rows.size() > 1) {
        delete m_rows.back().key->parentWidget();
        m_rows.pop_back();
    }
    m_rows.front().key->clear();
    m_rows.front().value->clear();
}

std::vector<std::pair<std::string, std::string>> KeyValueRows::pairs() const
{
    std::vector<std::pair<std::string, std::string>> result;
    for (const Row &row : m_rows) {
        if (!row.key->text().trimmed().isEmpty())
            result.emplace_back(row.key->text().trimmed().toStdString(), row.value->text().toStdString());
    }
    return result;
}

} // namespace podwright::ui::clusters
