#include "ui/widgets/names_field.h"

#include "ui/style/metrics.h"
#include "ui/widgets/list_field.h"

#include <QCheckBox>
#include <QVBoxLayout>

namespace podwright::ui::widgets {

NamesField::NamesField(QWidget *parent)
    : Field(parent)
    , m_all(new QCheckBox(tr("All containers")))
    , m_list(new ListField)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::grid);
    layout->addWidget(m_list);
    layout->addWidget(m_all);
    setControl(m_list);
    watch(m_all);
    m_all->setObjectName(QStringLiteral("all"));
    m_all->setAccessibleName(m_all->text());
    connect(m_list, &Field::entered, this, &Field::entered);
    connect(m_list, &Field::left, this, &Field::left);
    connect(m_list, &Field::edited, this, &Field::edited);
    connect(m_all, &QCheckBox::clicked, this, [this] {
        m_list->setEnabled(!m_all->isChecked());
        Q_EMIT edited();
    });
}

Json NamesField::value() const
{
    if (m_all->isChecked())
        return true;
    const Json names = m_list->value();
    return m_isPlain && names.size() == 1 ? names.front() : names;
}

void NamesField::setPlaceholder(const QString &text)
{
    m_list->setPlaceholder(text);
}

void NamesField::setMark(Mark mark, const std::string &inner)
{
    m_list->setMark(mark, inner);
}

void NamesField::setLit(bool isLit)
{
    m_list->setLit(isLit);
}

void NamesField::showValue(const Json &value)
{
    const bool isAll = value.is_boolean() && value.get<bool>();
    m_isPlain = value.is_string();
    m_all->setChecked(isAll);
    m_list->setEnabled(!isAll);
    m_list->setValue(isAll ? Json() : value.is_string() ? Json::array({value}) : value);
}

} // namespace podwright::ui::widgets
