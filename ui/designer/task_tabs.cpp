#include "ui/designer/task_tabs.h"

#include "ui/designer/disk_notice.h"
#include "ui/designer/task_form.h"
#include "ui/designer/task_names.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

// Closes the tab under the middle button.
class TabBar : public QTabBar
{
public:
    using QTabBar::QTabBar;

protected:
    void mouseReleaseEvent(QMouseEvent *event) override
    {
        if (const int index = tabAt(event->pos()); event->button() == Qt::MiddleButton && index >= 0)
            Q_EMIT tabCloseRequested(index);
        else
            QTabBar::mouseReleaseEvent(event);
    }
};

} // namespace

TaskTabs::TaskTabs(QWidget *emptyState, task::TaskDocument::Check check, QWidget *parent)
    : QWidget(parent)
    , m_check(std::move(check))
    , m_bar(new TabBar)
    , m_message(new widgets::MessageBar)
    , m_disk(new DiskNotice(m_message, this))
    , m_stack(new QStackedWidget)
{
    m_bar->setObjectName(QStringLiteral("taskTabs"));
    m_bar->setAccessibleName(tr("Open tasks"));
    m_bar->setTabsClosable(true);
    m_bar->setMovable(true);
    m_bar->setExpanding(false);
    m_bar->setUsesScrollButtons(true);
    m_bar->setFixedHeight(style::barHeight);
    auto *barRoom = new QWidget;
    style::setProperty(barRoom, "surface", "panel");
    barRoom->setAttribute(Qt::WA_StyledBackground);
    barRoom->setFixedHeight(style::barHeight);
    auto *barLayout = new QHBoxLayout(barRoom);
    barLayout->setContentsMargins(style::spaceSmall, 0, 0, 0);
    barLayout->addWidget(m_bar);
    auto *line = new QFrame;
    style::setProperty(line, "kind", "separator");
    line->setFixedHeight(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(barRoom);
    layout->addWidget(line);
    layout->addLayout(widgets::roomFor(m_message));
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(emptyState);
    connect(m_bar, &QTabBar::currentChanged, this, &TaskTabs::showCurrent);
    connect(m_bar, &QTabBar::tabCloseRequested, this, &TaskTabs::requestClose);
    connect(m_bar, &QTabBar::tabMoved, this, &TaskTabs::moved);
    connect(m_disk, &DiskNotice::saveAsRequested, this,
            [this](task::TaskDocument *document) { askForPath(document, false); });
}

TaskTabs::~TaskTabs()
{
    m_bar->disconnect(this);
    for (TaskForm *form : m_forms)
        delete form; // before their documents
}

void TaskTabs::add(std::unique_ptr<task::TaskDocument> document)
{
    task::TaskDocument *added = document.get();
    added->setFurtherCheck(m_check);
    auto *form = new TaskForm(added);
    m_documents.push_back(std::move(document));
    m_forms.push_back(form);
    m_stack->addWidget(form);
    connect(added, &task::TaskDocument::dirtyChanged, this, [this, added] { showTitle(added); });
    connect(added, &task::TaskDocument::changed, this, [this, added] { showTitle(added); });
    connect(added, &task::TaskDocument::saved, this, [this, added] {
        showTitle(added);
        m_disk->forget(added);
        m_disk->setDocuments(documents(), currentDocument());
    });
    const int index = m_bar->addTab(QString());
    showTitle(added);
    m_bar->setCurrentIndex(index);
}

bool TaskTabs::showTask(const std::string &taskId)
{
    const auto found = std::ranges::find_if(
        m_documents, [&taskId](const auto &document) { return document->task().taskId() == taskId; });
    if (taskId.empty() || found == m_documents.end())
        return false;
    m_bar->setCurrentIndex(indexOf(found->get()));
    return true;
}

bool TaskTabs::showFile(const QString &path)
{
    const auto isFile = [path = QFileInfo(path).canonicalFilePath()](const auto &document) {
        return !path.isEmpty() && QFileInfo(document->filePath()).canonicalFilePath() == path;
    };
    const auto found = std::ranges::find_if(m_documents, isFile);
    if (found == m_documents.end())
        return false;
    m_bar->setCurrentIndex(indexOf(found->get()));
    return true;
}

void TaskTabs::showTitle(task::TaskDocument *document)
{
    const int index = indexOf(document);
    m_bar->setTabText(index, document->title().replace(u'&', QStringLiteral("&&")));
    m_bar->setTabIcon(index, document->isDirty() ? style::icon(QStringLiteral("dot")) : QIcon());
    m_bar->setTabToolTip(index, document->filePath().isEmpty() ? tr("Not saved yet") : document->filePath());
    m_bar->setAccessibleTabName(index, document->isDirty() ? tr("%1, unsaved changes").arg(document->title())
                                                           : document->title());
    Q_EMIT documentsChanged();
}

void TaskTabs::showCurrent(int index)
{
    const bool isForm = index >= 0 && index < count();
    m_stack->setCurrentWidget(isForm ? m_forms[size_t(index)] : m_stack->widget(0));
    m_message->dismiss();
    m_disk->setDocuments(documents(), currentDocument());
    Q_EMIT currentChanged();
}

void TaskTabs::moved(int from, int to)
{
    std::swap(m_documents[size_t(from)], m_documents[size_t(to)]);
    std::swap(m_forms[size_t(from)], m_forms[size_t(to)]);
}

void TaskTabs::step(int by)
{
    if (count() > 0)
        m_bar->setCurrentIndex((m_bar->currentIndex() + by + count()) % count());
}

void TaskTabs::closeCurrent()
{
    if (m_bar->currentIndex() >= 0)
        requestClose(m_bar->currentIndex());
}

void TaskTabs::requestClose(int index)
{
    task::TaskDocument *document = m_documents[size_t(index)].get();
    if (!document->isDirty()) {
        close(document);
        return;
    }
    m_bar->setCurrentIndex(index);
    m_message->showMessage({.tone = style::Tone::Waiting,
                            .text = tr("%1 has unsaved changes.").arg(document->title()),
                            .actions = {{tr("Save"), [this, document] { save(document, false, true); }, true},
                                        {tr("Discard"), [this, document] { close(document); }},
                                        {tr("Cancel"), {}}}});
}

void TaskTabs::close(task::TaskDocument *document)
{
    const int index = indexOf(document);
    TaskForm *form = m_forms[size_t(index)];
    const std::unique_ptr<task::TaskDocument> last = std::move(m_documents[size_t(index)]);
    m_documents.erase(m_documents.begin() + index);
    m_forms.erase(m_forms.begin() + index);
    m_bar->removeTab(index);
    showCurrent(m_bar->currentIndex());
    delete form;
    Q_EMIT documentsChanged();
}

void TaskTabs::saveCurrent()
{
    if (task::TaskDocument *document = currentDocument())
        save(document, false, false);
}

void TaskTabs::saveCurrentAs()
{
    if (task::TaskDocument *document = currentDocument())
        askForPath(document, false);
}

void TaskTabs::save(task::TaskDocument *document, bool overwrite, bool andClose)
{
    if (document->filePath().isEmpty()) {
        askForPath(document, andClose);
        return;
    }
    const core::Result<void> result = document->save(overwrite);
    if (result) {
        Q_EMIT statusText(tr("Saved"));
        if (andClose)
            close(document);
    } else if (result.error().kind == core::Error::Kind::Conflict) {
        m_message->showMessage(
            {.tone = style::Tone::Waiting,
             .text = tr("%1 was changed by another program since it was opened.").arg(document->filePath()),
             .actions = {{tr("Overwrite"), [=, this] { save(document, true, andClose); }},
                         {tr("Save as…"), [=, this] { askForPath(document, andClose); }},
                         {tr("Cancel"), {}, true}}});
    } else {
        tell(result.error());
    }
}

void TaskTabs::askForPath(task::TaskDocument *document, bool andClose)
{
    const QString start = document->filePath().isEmpty() ? QDir(m_folder).filePath(document->title() + taskExtension)
                                                         : document->filePath();
    auto *dialog = new QFileDialog(this, tr("Save task"), start, tr("Pod tasks (*%1)").arg(taskExtension));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->selectFile(start);
    connect(dialog, &QFileDialog::fileSelected, document,
            [=, this](const QString &path) { saveAs(document, path, andClose); });
    dialog->open();
}

void TaskTabs::saveAs(task::TaskDocument *document, QString path, bool andClose)
{
    if (QFileInfo(path).suffix().isEmpty())
        path += taskExtension;
    if (const core::Result<void> result = document->saveAs(path); !result) {
        tell(result.error());
        return;
    }
    Q_EMIT statusText(tr("Saved as %1").arg(path));
    if (andClose)
        close(document);
}

void TaskTabs::tell(const core::Error &error)
{
    m_message->showMessage({.tone = style::Tone::Bad, .text = error.text()});
}

task::TaskDocument *TaskTabs::currentDocument() const
{
    const int index = m_bar->currentIndex();
    return index >= 0 && index < count() ? m_documents[size_t(index)].get() : nullptr;
}

std::vector<task::TaskDocument *> TaskTabs::documents() const
{
    std::vector<task::TaskDocument *> all;
    for (const auto &document : m_documents)
        all.push_back(document.get());
    return all;
}

TaskForm *TaskTabs::currentForm() const
{
    const int index = m_bar->currentIndex();
    return index >= 0 && index < count() ? m_forms[size_t(index)] : nullptr;
}

int TaskTabs::indexOf(const task::TaskDocument *document) const
{
    const auto found = std::ranges::find(m_documents, document, &std::unique_ptr<task::TaskDocument>::get);
    return int(found - m_documents.begin());
}

} // namespace podwright::ui::designer
