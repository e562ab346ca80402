#include "ui/designer/jinja_bar.h"

#include "models/airflow/jinja.h"
#include "ui/designer/sample_panel.h"
#include "ui/designer/trouble.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/segmented_control.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace podwright::ui::designer {

namespace {

using namespace std::chrono_literals;

} // namespace

JinjaBar::JinjaBar(QWidget *parent)
    : QWidget(parent)
    , m_throttle(250ms, 1500ms)
    , m_mode(new widgets::SegmentedControl({tr("Raw"), tr("Rendered")}))
    , m_sampleButton(new QPushButton(tr("Sample")))
    , m_sample(new SamplePanel)
    , m_message(new widgets::MessageBar)
{
    setObjectName(QStringLiteral("jinjaBar"));
    m_mode->setObjectName(QStringLiteral("jinjaMode"));
    m_mode->setAccessibleName(tr("Jinja as it is written, or rendered with the sample values"));
    m_mode->setCurrent(0);
    m_sampleButton->setObjectName(QStringLiteral("showSample"));
    m_sampleButton->setAccessibleName(tr("Show the sample values that Jinja is rendered with"));
    m_sampleButton->setCheckable(true);
    style::setProperty(m_sampleButton, "kind", "pill");
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(style::spaceSmall, style::grid, style::spaceSmall, style::grid);
    bar->setSpacing(style::spaceSmall);
    bar->addWidget(m_mode);
    bar->addWidget(m_sampleButton);
    bar->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_sample);
    layout->addWidget(m_message);
    m_sample->hide();
    hide();
    connect(m_mode, &widgets::SegmentedControl::chosen, this, [this](int mode) { setRendered(mode == 1); });
    connect(m_sampleButton, &QPushButton::toggled, m_sample, &QWidget::setVisible);
    connect(&m_throttle, &core::Throttle::fired, this, &JinjaBar::render);
}

void JinjaBar::setDocument(task::TaskDocument *document)
{
    disconnect(m_changed);
    m_job.cancel();
    m_throttle.cancel();
    m_document = document;
    m_isRendered = false;
    m_mode->setCurrent(0);
    m_message->dismiss();
    m_sample->setDocument(document);
    if (document)
        m_changed = connect(document, &task::TaskDocument::changed, this, &JinjaBar::follow);
    follow();
}

void JinjaBar::follow()
{
    const bool hasJinja = m_document && airflow::hasJinja(m_document->task());
    setVisible(m_document && (hasJinja || m_sampleButton->isChecked()));
    if (m_isRendered)
        m_throttle.request();
}

void JinjaBar::setRendered(bool isRendered)
{
    m_isRendered = isRendered;
    m_mode->setCurrent(isRendered ? 1 : 0);
    if (isRendered)
        return render();
    m_job.cancel();
    m_throttle.cancel();
    m_message->dismiss();
    Q_EMIT rendered(std::nullopt);
}

void JinjaBar::setSampleShown(bool isShown)
{
    m_sampleButton->setChecked(isShown);
    follow();
}

void JinjaBar::render()
{
    if (!m_document || !m_isRendered)
        return;
    m_job.start([task = m_document->task()](const std::stop_token &stop) { return airflow::renderTask(task, stop); },
                [this](const core::Result<task::Task> &result) { take(result); });
}

// What could be rendered last stays in view; the field with the fault is named.
void JinjaBar::take(const core::Result<task::Task> &result)
{
    if (result) {
        m_message->dismiss();
        Q_EMIT rendered(*result);
        return;
    }
    widgets::Message message =
        troubleOf(result.error(), [this](const std::string &pointer) { Q_EMIT fieldRequested(pointer); });
    if (!m_sampleButton->isChecked())
        message.actions.push_back({tr("Sample values"), [this] { setSampleShown(true); }});
    m_message->showMessage(message);
}

} // namespace podwright::ui::designer
