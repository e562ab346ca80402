#include "ui/designer/sample_panel.h"

#include "models/airflow/jinja.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/table_fields.h"

#include <QLabel>
#include <QVBoxLayout>

namespace podwright::ui::designer {

namespace {

constexpr int fieldHeight = 66; // the hint above wraps, which its layout learns late

// {params: {model: resnet}} to {"params.model": resnet}
void flatten(const core::Json &value, const std::string &name, core::Json &flat)
{
    if (!value.is_object() || value.empty()) {
        flat[name] = value;
        return;
    }
    for (const auto &[key, part] : value.items())
        flatten(part, name.empty() ? key : name + "." + key, flat);
}

} // namespace

SamplePanel::SamplePanel(QWidget *parent)
    : QWidget(parent)
    , m_field(new widgets::KeyValueField)
{
    m_field->setNames(QStringLiteral("sampleValues"), tr("Sample values"),
                      tr("Names as templates use them, and what they stand for here"));
    auto *hint = new QLabel(tr("Names as templates use them: ds, ts, data_interval_start, params.model, "
                               "var.value.bucket, dag_run.conf.day …"));
    hint->setWordWrap(true);
    style::setProperty(hint, "kind", "hint");
    m_field->setMinimumHeight(fieldHeight);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::space, style::grid, style::space, style::spaceSmall);
    layout->setSpacing(style::grid);
    layout->addWidget(hint);
    layout->addWidget(m_field);
    connect(m_field, &widgets::Field::edited, this, &SamplePanel::take);
}

void SamplePanel::setDocument(task::TaskDocument *document)
{
    disconnect(m_changed);
    m_document = document;
    if (document)
        m_changed = connect(document, &task::TaskDocument::changed, this, &SamplePanel::showDocument);
    showDocument();
}

void SamplePanel::showDocument()
{
    core::Json flat = core::Json::object();
    if (m_document && !m_document->task().sample.empty())
        flatten(m_document->task().sample, {}, flat);
    m_field->setValue(flat);
}

void SamplePanel::take()
{
    if (!m_document)
        return;
    task::Task task = m_document->task();
    task.sample = core::Json::object();
    std::vector<std::string> settings;
    const core::Json flat = m_field->value();
    for (const auto &[name, value] : flat.items())
        if (!name.empty())
            settings.push_back(name + "=" + widgets::textOf(value).toStdString());
    if (airflow::setSamples(task, settings))
        m_document->edit("/sample", task.sample);
}

} // namespace podwright::ui::designer
