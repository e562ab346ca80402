#include "ui/designer/disk_notice.h"

#include "models/task/task_document.h"
#include "ui/widgets/message_bar.h"

#include <QFileInfo>

#include <algorithm>

namespace podwright::ui::designer {

DiskNotice::DiskNotice(widgets::MessageBar *bar, QObject *parent)
    : QObject(parent)
    , m_bar(bar)
{
    connect(&m_watch, &task::DocumentWatch::differs, this, &DiskNotice::take);
    connect(&m_watch, &task::DocumentWatch::agrees, this, &DiskNotice::forget);
}

void DiskNotice::setDocuments(const std::vector<task::TaskDocument *> &documents, task::TaskDocument *current)
{
    m_current = current;
    std::erase_if(m_open, [&](const auto &question) {
        const auto &[document, content] = question;
        return std::ranges::find(documents, document) == documents.end() || document->isKnown(content);
    });
    m_watch.setDocuments(documents);
    show();
}

void DiskNotice::take(task::TaskDocument *document, const task::DocumentWatch::Content &content)
{
    m_open[document] = content;
    show();
}

void DiskNotice::forget(task::TaskDocument *document)
{
    m_open.erase(document);
    if (document == m_current && m_bar->text() == m_shown)
        m_bar->dismiss();
}

void DiskNotice::show()
{
    const auto question = m_open.find(m_current);
    if (question == m_open.end())
        return;
    task::TaskDocument *document = m_current;
    const bool isGone = !question->second;
    const QString name = QFileInfo(document->filePath()).fileName();
    m_shown = isGone ? tr("%1 was deleted or renamed.").arg(name) : tr("%1 was changed by another program.").arg(name);
    widgets::Message message{.tone = style::Tone::Waiting, .text = m_shown};
    if (!isGone)
        message.actions.push_back({.text = tr("Reload"), .run = [this, document] { reload(document); }});
    message.actions.push_back({.text = tr("Keep mine"), .run = [this, document] { keep(document); }});
    message.actions.push_back({.text = tr("Save as…"), .run = [this, document] { Q_EMIT saveAsRequested(document); }});
    message.detail = isGone ? tr("What you see is only here. Keep it, and the next save writes it again.")
                     : document->isDirty() ? tr("Reloading drops your unsaved changes.")
                                           : QString();
    m_bar->showMessage(message);
}

void DiskNotice::reload(task::TaskDocument *document)
{
    m_open.erase(document);
    if (const auto again = document->reload(); !again)
        m_bar->showMessage({.tone = style::Tone::Bad,
                            .text = tr("%1 cannot be read again.").arg(document->filePath()),
                            .detail = again.error().text()});
}

void DiskNotice::keep(task::TaskDocument *document)
{
    document->keep(m_open[document]);
    m_open.erase(document);
}

} // namespace podwright::ui::designer
