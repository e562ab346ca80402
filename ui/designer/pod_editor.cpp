#include "ui/designer/pod_editor.h"

#include "models/manifest/pod_assist.h"
#include "models/manifest/task_reader.h"
#include "ui/designer/trouble.h"
#include "ui/designer/yaml_view.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/elided_label.h"

#include <QApplication>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <utility>

namespace podwright::ui::designer {

namespace {

constexpr std::chrono::milliseconds burstPause{1200};

// A preview must not change with every keystroke: nothing random in it.
manifest::BuildOptions steady(manifest::BuildOptions options)
{
    options.nameSuffix = "xxxxxxxx";
    options.secretVolumeUuid = "00000000-0000-0000-0000-000000000000";
    return options;
}

QString atLine(int line, const QString &text)
{
    return line > 0 ? PodEditor::tr("Line %1: %2").arg(line).arg(text) : text;
}

QString joined(const std::vector<QString> &texts)
{
    return QStringList(texts.begin(), texts.end()).join(QStringLiteral("  "));
}

} // namespace

PodEditor::PodEditor(QWidget *parent)
    : QWidget(parent)
    , m_options(steady({}))
    , m_message(new widgets::MessageBar)
    , m_gap(new widgets::MessageBar)
    , m_view(new YamlView)
    , m_note(new widgets::ElidedLabel)
{
    m_view->setObjectName(QStringLiteral("podYaml"));
    m_view->setAccessibleName(tr("Pod as YAML"));
    m_view->setAccessibleDescription(tr(
        "Edits the task. F12 goes to the field of the line, Ctrl+Space completes, F1 explains, Escape and Tab leave"));
    m_gap->setObjectName(QStringLiteral("templateGap"));
    m_note->setObjectName(QStringLiteral("podNote"));
    m_note->setAccessibleName(tr("About the line of the caret"));
    m_note->setContentsMargins(style::space, style::grid, style::space, style::grid);
    style::setProperty(m_note, "kind", "hint");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(widgets::roomFor(m_message));
    layout->addLayout(widgets::roomFor(m_gap));
    layout->addWidget(m_view, 1);
    layout->addWidget(m_note);
    m_pause.setSingleShot(true);
    m_pause.setInterval(burstPause);
    connect(&m_pause, &QTimer::timeout, this, &PodEditor::endBurst);
    connect(m_view, &YamlView::typed, this, &PodEditor::textTyped);
    connect(m_view, &YamlView::caretMoved, this, &PodEditor::caretMoved);
    connect(m_view, &YamlView::lineActivated, this, [this](int line) {
        if (const std::string pointer = pointerAt(line); !pointer.empty())
            Q_EMIT lineActivated(pointer);
    });
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget *old) {
        if (old == m_view)
            endBurst();
    });
}

void PodEditor::setDocument(task::TaskDocument *document)
{
    if (m_isTyped)
        takeText();
    endBurst();
    disconnect(m_changed);
    m_document = document;
    m_standIn.reset();
    m_preview = {};
    m_focus.clear();
    m_caretField.clear();
    m_fault.clear();
    m_hints.clear();
    m_toldGap.clear();
    m_gap->dismiss();
    m_isTyped = false;
    m_view->setFaultLine(0);
    m_view->setReadOnly(!document);
    if (document) {
        m_changed = connect(document, &task::TaskDocument::changed, this, &PodEditor::follow);
        connect(document, &QObject::destroyed, this, &PodEditor::forget, Qt::UniqueConnection);
    }
    refresh();
}

void PodEditor::forget(const QObject *document)
{
    m_own.erase(document);
}

void PodEditor::setBuildOptions(const manifest::BuildOptions &options)
{
    const manifest::BuildOptions before = std::exchange(m_options, steady(options));
    if (m_options != before) // the window tells them whenever the cluster was asked how it is
        refresh();
}

void PodEditor::setTemplates(const manifest::TemplateTexts &templates)
{
    const std::string before = options().templateFileText;
    m_templates = templates;
    if (options().templateFileText != before)
        refresh();
    else
        tellGap();
}

const task::Task &PodEditor::shownTask() const
{
    static const task::Task none;
    return m_standIn ? *m_standIn : m_document ? m_document->task() : none;
}

// With the template file of the task in view.
manifest::BuildOptions PodEditor::options() const
{
    manifest::BuildOptions options = m_options;
    options.templateFileText = manifest::templateText(shownTask(), m_templates);
    return options;
}

void PodEditor::follow(const QStringList &pointers)
{
    if (!pointers.isEmpty())
        refresh();
    else
        m_view->setProblems(problemMarks(m_document->problems(), m_preview));
}

void PodEditor::setStandIn(const std::optional<task::Task> &task)
{
    m_standIn = task;
    m_view->setReadOnly(m_standIn || !m_document);
    refresh();
}

void PodEditor::showFocus(const std::string &pointer)
{
    m_focus = pointer;
    light();
    const std::vector<int> lit = m_view->litLines();
    if (!lit.empty() && !m_view->hasFocus())
        m_view->revealLine(lit.front());
}

QString PodEditor::error() const
{
    return m_message->text().isEmpty() ? m_fault : m_message->text();
}

QString PodEditor::note() const
{
    return m_note->text();
}

void PodEditor::refresh()
{
    if (m_isTaking)
        return;
    m_base.reset(); // whatever is typed next builds on this
    tellGap();
    if (!m_document) {
        m_message->dismiss();
        m_view->showText({});
        m_view->setFindings({});
        m_view->setProblems({});
        showNote();
        return;
    }
    const manifest::PodText own = m_standIn ? manifest::PodText() : m_own[m_document];
    manifest::Preview preview = manifest::makePreview(shownTask(), options(), own);
    if (!preview.ok()) {
        tellTrouble(preview.error());
        return;
    }
    m_message->dismiss();
    if (!m_fault.isEmpty())
        setAside();
    showPreview(std::move(preview));
}

// Why the task cannot become a pod.
void PodEditor::tellTrouble(const core::Error &error)
{
    widgets::Message message = troubleOf(error, [this](const std::string &pointer) { Q_EMIT lineActivated(pointer); });
    if (!m_preview.text().empty())
        message.detail = tr("Below is the last pod that could be built.");
    m_message->showMessage(message);
}

// What the template file adds is not in the text.
void PodEditor::tellGap()
{
    const auto gap = m_document ? manifest::templateGap(shownTask(), m_templates) : std::nullopt;
    if (std::exchange(m_toldGap, gap ? gap->message : QString()) == (gap ? gap->message : QString()))
        return; // also when the user has closed it
    if (!gap)
        return m_gap->dismiss();
    widgets::Message message = troubleOf(*gap, [this](const std::string &pointer) { Q_EMIT lineActivated(pointer); });
    message.tone = style::Tone::Waiting;
    message.detail = tr("Below is the pod without it.");
    m_gap->showMessage(message);
}

// The text is of the task again; a text of the user's stays one.
void PodEditor::showPreview(manifest::Preview preview)
{
    m_preview = std::move(preview);
    m_fault.clear();
    m_isTyped = false;
    m_view->setFaultLine(0);
    m_view->showText(m_preview.text());
    if (!m_standIn)
        if (manifest::PodText &own = m_own[m_document]; !own.text.empty())
            own = {m_preview.text(), m_preview.pod()};
    const auto document = manifest::readPodText(m_preview.text());
    m_view->setFindings(document ? manifest::podFindings(*document) : std::vector<manifest::PodFinding>());
    m_view->setProblems(problemMarks(m_document->problems(), m_preview));
    light();
    showNote();
}

// The form was edited while the text could not be read: the form wins, and the text can be had again.
void PodEditor::setAside()
{
    const std::string text = m_view->code();
    m_message->showMessage({.tone = style::Tone::Waiting,
                            .text = tr("The text that could not be read was put aside."),
                            .detail = tr("The form was edited meanwhile; the text below is its pod."),
                            .actions = {{tr("Bring it back"), [this, text] {
                                             m_view->setFocus();
                                             m_view->selectAll();
                                             m_view->replaceSelectedText(QString::fromStdString(text));
                                         }}}});
}

void PodEditor::textTyped()
{
    m_pause.start();
    if (std::exchange(m_isTyped, true))
        return;
    // One key may change the text twice (a selection goes, a letter comes).
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_isTyped)
                takeText();
        },
        Qt::QueuedConnection);
}

void PodEditor::takeText()
{
    m_isTyped = false;
    if (!m_document || m_standIn)
        return;
    const auto document = manifest::readPodText(m_view->code());
    if (!document) {
        tellFault(document.error(), document.error().position.line);
        return;
    }
    m_view->setFindings(manifest::podFindings(*document));
    if (takePod(*document)) {
        m_fault.clear();
        m_view->setFaultLine(0);
        light();
    }
    showNote();
}

bool PodEditor::takePod(const core::YamlDocument &document)
{
    if (!m_base)
        m_base = m_document->task();
    const auto read = manifest::withPod(*m_base, document.value, options());
    if (!read) {
        tellFault(read.error(), document.positionOf(read.error().where.toStdString()).line);
        return false;
    }
    m_isTaking = true;
    m_document->replace(read->task);
    m_isTaking = false;
    const manifest::Preview built = manifest::makePreview(m_document->task(), options());
    m_own[m_document] = {m_view->code(), built.pod()};
    m_preview = manifest::makePreview(m_document->task(), options(), m_own[m_document]);
    m_view->setProblems(problemMarks(m_document->problems(), m_preview));
    m_hints = joined(read->notes);
    m_message->dismiss();
    tellGap();
    m_view->SendScintilla(QsciScintillaBase::SCI_EMPTYUNDOBUFFER); // the document undoes it now
    return true;
}

void PodEditor::tellFault(const core::Error &error, int line)
{
    m_fault = atLine(line, error.message + (error.hint.isEmpty() ? QString() : QStringLiteral("  ") + error.hint));
    m_view->setFaultLine(line);
    showNote();
}

void PodEditor::endBurst()
{
    m_pause.stop();
    m_base.reset();
    if (m_document)
        m_document->seal();
}

void PodEditor::light()
{
    m_view->setLitLines(m_focus.empty() ? std::vector<core::LineRange>() : m_preview.lines(m_focus));
}

std::string PodEditor::pointerAt(int line) const
{
    return m_preview.taskPointer(line);
}

void PodEditor::caretMoved()
{
    showNote();
    if (!m_view->hasFocus() || !m_fault.isEmpty())
        return;
    const std::string pointer = pointerAt(m_view->caretLine());
    if (pointer.empty() || pointer == m_caretField)
        return;
    m_caretField = pointer;
    Q_EMIT caretEntered(pointer);
}

// A fault, else a finding or a problem on the caret's line, else the first finding, else what was left out.
PodEditor::Note PodEditor::trouble() const
{
    if (!m_fault.isEmpty())
        return {"error", m_fault};
    const int line = m_view->caretLine();
    const auto isHere = [line](const auto &mark) { return mark.position.line == line; };
    const auto &findings = m_view->findings();
    if (const auto here = std::ranges::find_if(findings, isHere); here != findings.end())
        return {"warning", atLine(line, here->message)};
    const auto &problems = m_view->problems();
    if (const auto here = std::ranges::find_if(problems, isHere); here != problems.end())
        return {here->isError ? "error" : "warning", here->message};
    if (!findings.empty())
        return {"warning", atLine(findings.front().position.line, findings.front().message)};
    return {"warning", m_hints};
}

// Trouble, else what the field means.
void PodEditor::showNote()
{
    Note note = trouble();
    if (note.text.isEmpty()) {
        const auto field = m_document ? manifest::podFieldNote(m_view->code(), m_view->caretOffset()) : std::nullopt;
        note = {"hint", field ? QStringLiteral("%1 — %2. %3").arg(field->way, field->kind, field->meaning) : QString()};
    }
    style::setProperty(m_note, "kind", QLatin1StringView(note.kind));
    m_note->showText(note.text);
}

} // namespace podwright::ui::designer
