#include "ui/widgets/list_field.h"

#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/item_chip.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace podwright::ui::widgets {

namespace {

constexpr int narrowestLine = 72;
constexpr int widestLine = 360;

} // namespace

ListField::ListField(QWidget *parent)
    : Field(parent)
    , m_frame(new QFrame)
    , m_flow(new FlowLayout(m_frame))
    , m_line(new QLineEdit)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_frame);
    style::setProperty(m_frame, "kind", "field");
    m_frame->setMinimumHeight(style::controlHeight + 4);
    m_flow->setContentsMargins(6, 6, 6, 6);
    m_flow->setSpacing(style::grid);
    style::setProperty(m_line, "kind", "inline");
    m_line->setFont(style::codeFont());
    fitLine();
    m_line->setPlaceholderText(tr("add…"));
    m_flow->insertWidget(0, m_line);
    setControl(m_frame);
    m_frame->setFocusProxy(m_line);
    watch(m_line);
    connect(m_line, &QLineEdit::textEdited, this, &Field::edited);
    connect(m_line, &QLineEdit::textChanged, this, &ListField::fitLine);
    connect(this, &Field::left, this, &ListField::takeLine);
    connect(this, &Field::entered, this, [this] { style::setProperty(m_frame, "active", true); });
    connect(this, &Field::left, this, [this] { style::setProperty(m_frame, "active", false); });
}

Json ListField::value() const
{
    Json list = Json::array();
    for (size_t i = 0; i <= m_items.size(); ++i) {
        if (i == size_t(m_lineIndex) && !m_line->text().isEmpty())
            list.push_back(valueTyped(m_line->text()));
        if (i < m_items.size())
            list.push_back(m_items[i]);
    }
    return list.empty() ? Json() : list;
}

void ListField::setPlaceholder(const QString &text)
{
    m_placeholder = text;
    rebuild();
}

void ListField::showValue(const Json &value)
{
    m_items = value.is_array() ? std::vector<Json>(value.begin(), value.end()) : std::vector<Json>();
    if (!value.is_array() && !value.is_null())
        m_items.push_back(value);
    m_lineIndex = int(m_items.size());
    m_line->clear();
    rebuild();
}

void ListField::rebuild()
{
    const bool hadFocus = m_frame->isAncestorOf(QApplication::focusWidget());
    while (QLayoutItem *item = m_flow->takeAt(0)) {
        if (item->widget() != m_line)
            item->widget()->deleteLater();
        delete item;
    }
    for (int i = 0; i < int(m_items.size()); ++i)
        m_flow->insertWidget(i, makeChip(i));
    m_flow->insertWidget(m_lineIndex, m_line);
    m_line->setPlaceholderText(m_items.empty() && !m_placeholder.isEmpty() ? m_placeholder : tr("add…"));
    if (hadFocus)
        m_line->setFocus();
    updateGeometry();
}

ItemChip *ListField::makeChip(int index)
{
    auto *chip = new ItemChip(textOf(m_items[size_t(index)]), m_frame);
    chip->setObjectName(QStringLiteral("item%1").arg(index));
    watch(chip);
    connect(chip, &ItemChip::removeRequested, this, [this, index] { remove(index); });
    connect(chip, &ItemChip::editRequested, this, [this, index] { editItem(index); });
    connect(chip, &ItemChip::moveRequested, this, [this, index](int by) { move(index, by); });
    connect(chip, &ItemChip::stepRequested, this, [this, index](int by) { focusItem(index + by); });
    chip->show();
    return chip;
}

void ListField::focusItem(int index)
{
    for (int i = 0; i < m_flow->count(); ++i) {
        QWidget *widget = m_flow->itemAt(i)->widget();
        if (widget->objectName() == QStringLiteral("item%1").arg(index)) {
            widget->setFocus();
            return;
        }
    }
    if (index >= int(m_items.size()))
        m_line->setFocus();
}

void ListField::remove(int index)
{
    m_items.erase(m_items.begin() + index);
    m_lineIndex -= m_lineIndex > index ? 1 : 0;
    rebuild();
    focusItem(index);
    Q_EMIT edited();
}

void ListField::move(int index, int by)
{
    const int target = index + by;
    if (target < 0 || target >= int(m_items.size()))
        return;
    std::swap(m_items[size_t(index)], m_items[size_t(target)]);
    rebuild();
    focusItem(target);
    Q_EMIT edited();
}

void ListField::editItem(int index)
{
    takeLine();
    m_line->setText(textOf(m_items[size_t(index)]));
    m_items.erase(m_items.begin() + index);
    m_lineIndex = index;
    rebuild();
    m_line->setFocus();
    m_line->selectAll();
}

void ListField::takeLine()
{
    if (!m_line->text().isEmpty())
        m_items.insert(m_items.begin() + m_lineIndex, valueTyped(m_line->text()));
    if (m_line->text().isEmpty() && m_lineIndex == int(m_items.size()))
        return;
    m_line->clear();
    m_lineIndex = int(m_items.size());
    rebuild();
}

void ListField::fitLine()
{
    const int words = m_line->fontMetrics().horizontalAdvance(m_line->text()) + style::spaceSmall;
    m_line->setMinimumWidth(std::clamp(words, narrowestLine, widestLine));
}

bool ListField::isLineKey(int key)
{
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        takeLine();
        return true;
    }
    const bool isAtStart = m_line->cursorPosition() == 0 && !m_line->hasSelectedText();
    if (key == Qt::Key_Left && isAtStart && m_lineIndex > 0) {
        focusItem(m_lineIndex - 1);
        return true;
    }
    if (key == Qt::Key_Backspace && m_line->text().isEmpty() && m_lineIndex > 0) {
        editItem(m_lineIndex - 1);
        return true;
    }
    return false;
}

bool ListField::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress && isLineKey(static_cast<QKeyEvent *>(event)->key()))
        return true;
    return Field::eventFilter(watched, event);
}

} // namespace podwright::ui::widgets
