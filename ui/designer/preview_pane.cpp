#include "ui/designer/preview_pane.h"

#include "models/core/files.h"
#include "ui/designer/yaml_view.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QTabBar>
#include <QVBoxLayout>

namespace podwright::ui::designer {

namespace {

// A preview must not change with every keystroke: nothing random in it.
manifest::BuildOptions steady(manifest::BuildOptions options)
{
    options.nameSuffix = "xxxxxxxx";
    options.secretVolumeUuid = "00000000-0000-0000-0000-000000000000";
    return options;
}

QPushButton *flatButton(const QString &text, const QString &name, const QString &tip)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(tip);
    button->setToolTip(tip);
    style::setProperty(button, "kind", "flat");
    return button;
}

} // namespace

PreviewPane::PreviewPane(QWidget *parent)
    : QWidget(parent)
    , m_options(steady({}))
    , m_message(new widgets::MessageBar)
    , m_view(new YamlView)
{
    style::setProperty(this, "surface", "panel");
    setAttribute(Qt::WA_StyledBackground);
    m_view->setObjectName(QStringLiteral("podYaml"));
    m_view->setAccessibleName(tr("Pod as YAML"));
    m_view->setAccessibleDescription(tr("Enter on a line goes to its field"));
    auto *bar = new QHBoxLayout;
    buildBar(bar);
    auto *messageRoom = new QVBoxLayout;
    messageRoom->setContentsMargins(style::spaceSmall, 0, style::spaceSmall, 0);
    messageRoom->addWidget(m_message);
    auto *line = new QFrame;
    line->setFixedHeight(1);
    style::setProperty(line, "kind", "separator");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(line);
    layout->addLayout(messageRoom);
    layout->addWidget(m_view, 1);
    connect(m_view, &YamlView::lineActivated, this, &PreviewPane::activate);
}

void PreviewPane::buildBar(QHBoxLayout *bar)
{
    bar->setContentsMargins(style::spaceSmall, 0, style::spaceSmall, 0);
    bar->setSpacing(style::grid);
    auto *kinds = new QTabBar;
    kinds->setExpanding(false);
    kinds->addTab(tr("Pod YAML"));
    kinds->setObjectName(QStringLiteral("previewKinds"));
    kinds->setAccessibleName(tr("What the preview shows"));
    bar->addWidget(kinds);
    bar->addStretch();
    QPushButton *copyButton = flatButton(tr("Copy"), QStringLiteral("copyManifest"), tr("Copy the manifest"));
    QPushButton *saveButton = flatButton(tr("Save…"), QStringLiteral("saveManifest"), tr("Save the manifest"));
    connect(copyButton, &QPushButton::clicked, this, &PreviewPane::copy);
    connect(saveButton, &QPushButton::clicked, this, &PreviewPane::chooseFile);
    bar->addWidget(copyButton);
    bar->addWidget(saveButton);
    kinds->setFixedHeight(style::barHeight);
}

void PreviewPane::setDocument(task::TaskDocument *document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    m_preview = {};
    m_focus.clear();
    if (m_document)
        connect(m_document, &task::TaskDocument::changed, this, &PreviewPane::refresh);
    refresh();
}

void PreviewPane::setBuildOptions(const manifest::BuildOptions &options)
{
    m_options = steady(options);
    refresh();
}

void PreviewPane::showFocus(const std::string &pointer)
{
    m_focus = pointer;
    light();
    const std::vector<int> lit = m_view->litLines();
    if (!lit.empty())
        m_view->revealLine(lit.front());
}

QString PreviewPane::error() const
{
    return m_message->text();
}

void PreviewPane::refresh()
{
    if (!m_document) {
        m_message->dismiss();
        m_view->showText({});
        return;
    }
    manifest::Preview preview = manifest::makePreview(m_document->task(), m_options);
    if (!preview.ok()) {
        m_message->showMessage({.tone = style::Tone::Bad,
                                .text = preview.error().message,
                                .detail = m_preview.text().empty() ? preview.error().hint
                                                                   : tr("Below is the last pod that could be built.")});
        return;
    }
    m_message->dismiss();
    m_preview = std::move(preview);
    m_view->showText(m_preview.text());
    light();
}

void PreviewPane::light()
{
    m_view->setLitLines(m_focus.empty() ? std::vector<core::LineRange>() : m_preview.lines(m_focus));
}

void PreviewPane::activate(int line)
{
    if (const std::string pointer = m_preview.taskPointer(line); !pointer.empty())
        Q_EMIT lineActivated(pointer);
}

void PreviewPane::copy()
{
    QGuiApplication::clipboard()->setText(m_view->text());
    Q_EMIT statusText(tr("Manifest copied"));
}

void PreviewPane::chooseFile()
{
    const QString name = m_document ? m_document->title() : QStringLiteral("pod");
    auto *dialog =
        new QFileDialog(this, tr("Save manifest"), name + QStringLiteral(".yaml"), tr("YAML (*.yaml *.yml)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &PreviewPane::save);
    dialog->open();
}

void PreviewPane::save(const QString &path)
{
    m_saving.start(
        [path, text = m_view->text().toUtf8()](std::stop_token) { return core::writeFileAtomically(path, text); },
        [this, path](const core::Result<void> &result) {
            if (result)
                Q_EMIT statusText(tr("Manifest saved as %1").arg(path));
            else
                m_message->showMessage({.tone = style::Tone::Bad, .text = result.error().text()});
        });
}

} // namespace podwright::ui::designer
