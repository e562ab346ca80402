#include "ui/designer/sample_panel.h"

#include "ui/designer/form_entry.h"
#include "ui/designer/sample_field.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace podwright::ui::designer {

namespace {

constexpr int fieldHeight = 66; // the hint above wraps, which its layout learns late

} // namespace

SamplePanel::SamplePanel(QWidget *parent)
    : QWidget(parent)
    , m_field(new SampleField)
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
    m_field->setValue(m_document ? valueAt(m_document->task(), "/sample") : core::Json());
}

void SamplePanel::take()
{
    if (!m_document)
        return;
    const core::Json value = m_field->value();
    if (value.is_null())
        m_document->reset("/sample");
    else
        m_document->edit("/sample", value);
}

} // namespace podwright::ui::designer
