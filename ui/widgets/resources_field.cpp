#include "ui/widgets/resources_field.h"

#include "models/task/python_source.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/unit_label.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

#include <algorithm>

namespace podwright::ui::widgets {

namespace {

constexpr int labelWidth = 124;
constexpr int narrowestQuantity = 76;
constexpr const char *requests = "requests";
constexpr const char *limits = "limits";

// As a step of a JSON pointer.
std::string escaped(const std::string &name)
{
    return QString::fromStdString(name)
        .replace(u'~', QStringLiteral("~0"))
        .replace(u'/', QStringLiteral("~1"))
        .toStdString();
}

} // namespace

ResourcesField::ResourcesField(QWidget *parent)
    : Field(parent)
    , m_grid(new QGridLayout(this))
    , m_other(new QLineEdit)
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(style::spaceSmall);
    m_grid->setVerticalSpacing(style::spaceSmall);
    m_grid->setColumnMinimumWidth(0, labelWidth);
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnStretch(2, 1);
    addRow("cpu", tr("CPU"));
    setControl(m_rows.front().request);
    addRow("memory", tr("Memory"));
    addRow("ephemeral-storage", tr("Disk"));
    addRow("nvidia.com/gpu", tr("GPU"));
    m_other->setPlaceholderText(tr("another resource, such as hugepages-2Mi"));
    m_other->setObjectName(QStringLiteral("otherResource"));
    m_other->setAccessibleName(tr("Name of another resource"));
    m_grid->addWidget(m_other, 1000, 1, 1, 2);
    watch(m_other);
    connect(m_other, &QLineEdit::returnPressed, this, &ResourcesField::addOther);
}

ResourcesField::Row &ResourcesField::addRow(const std::string &name, const QString &label)
{
    const int line = int(m_rows.size());
    auto *title = new QLabel(label);
    title->setToolTip(QString::fromStdString(name));
    style::setProperty(title, "kind", "muted");
    m_grid->addWidget(title, line, 0);
    m_rows.push_back({name, addLine(requests, name, label, tr("request")), addLine(limits, name, label, tr("limit"))});
    m_grid->addWidget(m_rows.back().request, line, 1);
    m_grid->addWidget(m_rows.back().limit, line, 2);
    if (m_other->parentWidget())
        setTabOrder(m_rows.back().limit, m_other);
    return m_rows.back();
}

QLineEdit *ResourcesField::addLine(const std::string &kind, const std::string &name, const QString &label,
                                   const QString &unit)
{
    auto *edit = new QLineEdit;
    addUnitLabel(edit, unit);
    edit->setMinimumWidth(narrowestQuantity);
    edit->setAccessibleName(QStringLiteral("%1 %2").arg(label, unit));
    edit->setObjectName(QString::fromStdString(kind + '.' + name));
    watch(edit);
    connect(edit, &QLineEdit::textEdited, this, [this, kind, name](const QString &text) { write(kind, name, text); });
    return edit;
}

void ResourcesField::addOther()
{
    const std::string name = m_other->text().trimmed().toStdString();
    if (name.empty())
        return;
    auto row = std::ranges::find(m_rows, name, &Row::name);
    QLineEdit *target = row != m_rows.end() ? row->request : addRow(name, QString::fromStdString(name)).request;
    m_other->clear();
    target->setFocus();
}

void ResourcesField::write(const std::string &kind, const std::string &name, const QString &text)
{
    if (!m_value.is_object())
        m_value = Json::object();
    Json &quantities = m_value[kind];
    if (!quantities.is_object() || task::isPython(quantities) != (name == task::pythonKey))
        quantities = Json::object();
    if (text.isEmpty())
        quantities.erase(name);
    else
        quantities[name] = name == task::pythonKey ? Json(text.toStdString()) : valueTyped(text);
    if (quantities.empty())
        m_value.erase(kind);
    if (m_value.empty())
        m_value = Json();
    Q_EMIT edited();
}

void ResourcesField::showValue(const Json &value)
{
    m_value = value;
    for (const char *kind : {requests, limits}) {
        const Json &quantities = core::at(value, {kind});
        for (const auto &[name, quantity] : quantities.items())
            if (quantities.is_object() && std::ranges::find(m_rows, name, &Row::name) == m_rows.end())
                addRow(name, name == task::pythonKey ? tr("All, by Python") : QString::fromStdString(name));
    }
    for (const Row &row : m_rows)
        showRow(row);
}

void ResourcesField::showRow(const Row &row)
{
    for (const auto &[edit, kind] : {std::pair(row.request, requests), std::pair(row.limit, limits)}) {
        const QString text = textOf(core::at(m_value, {kind, row.name}));
        if (edit->text() != text)
            edit->setText(text);
    }
}

void ResourcesField::setMark(Mark mark, const std::string &inner)
{
    const char *text = mark == Mark::Error ? "error" : mark == Mark::Warning ? "warning" : "";
    for (const Row &row : m_rows)
        for (QLineEdit *edit : {row.request, row.limit}) {
            const bool isMeant = inner.empty() || inner.ends_with('/' + escaped(row.name));
            const bool isKind = inner.empty() || inner.starts_with(edit == row.limit ? "/limits" : "/requests");
            style::setProperty(edit, "mark", QLatin1StringView(isMeant && isKind ? text : ""));
        }
}

void ResourcesField::setLit(bool isLit)
{
    for (const Row &row : m_rows)
        for (QLineEdit *edit : {row.request, row.limit})
            style::setProperty(edit, "lit", isLit && !edit->text().isEmpty());
}

} // namespace podwright::ui::widgets
