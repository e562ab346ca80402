// How tasks come into the page: opened, made, dropped, pasted, imported.

#include "ui/designer/designer_page.h"
#include "ui/designer/importer.h"
#include "ui/designer/library_sidebar.h"
#include "ui/designer/task_names.h"
#include "ui/designer/task_tabs.h"
#include "ui/widgets/message_bar.h"

#include <QClipboard>
#include <QDropEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>

namespace podwright::ui::designer {

core::Result<void> DesignerPage::open(const QString &path)
{
    if (m_tabs->showFile(path))
        return {};
    auto document = task::TaskDocument::open(path);
    if (!document) {
        m_tabs->messages()->showMessage({.tone = style::Tone::Bad,
                                         .text = tr("%1 cannot be opened.").arg(path),
                                         .detail = document.error().text()});
        return document.error();
    }
    m_tabs->add(std::move(*document));
    return {};
}

core::Result<void> DesignerPage::openExample(const QString &name)
{
    return open(exampleFolder + name + taskExtension);
}

void DesignerPage::newTask()
{
    m_tabs->add(std::make_unique<task::TaskDocument>());
    focusField("/task/task_id");
}

void DesignerPage::openOrImport(const QStringList &paths)
{
    QStringList others;
    for (const QString &path : paths) {
        if (path.endsWith(taskExtension))
            (void)open(path);
        else
            others += path;
    }
    m_importer->importFiles(others);
}

bool DesignerPage::canTake(const QMimeData &data) const
{
    return mayImport(data);
}

bool DesignerPage::take(const QMimeData &data)
{
    if (!mayImport(data))
        return false;
    QStringList paths;
    for (const QUrl &url : data.urls())
        if (url.isLocalFile())
            paths += url.toLocalFile();
    if (paths.isEmpty())
        m_importer->importText(data.text().toUtf8(), tr("the clipboard"));
    else
        openOrImport(paths);
    return true;
}

void DesignerPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (mayImport(*event->mimeData()))
        event->acceptProposedAction();
}

void DesignerPage::dropEvent(QDropEvent *event)
{
    if (take(*event->mimeData()))
        event->acceptProposedAction();
}

void DesignerPage::paste()
{
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    if (!data || !take(*data))
        Q_EMIT statusText(tr("There is no manifest and no DAG in the clipboard"));
}

void DesignerPage::showImported(const std::vector<airflow::ImportedTask> &tasks)
{
    for (const airflow::ImportedTask &task : tasks)
        m_tabs->add(documentOf(task));
}

void DesignerPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Open task"), m_library->folder(),
                                   tr("Pod tasks (*%1);;All files (*)").arg(taskExtension));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, this, &DesignerPage::openOrImport);
    dialog->open();
}

void DesignerPage::chooseImport()
{
    auto *dialog = new QFileDialog(this, tr("Import"), m_library->folder(),
                                   tr("Manifests and DAGs (*.yaml *.yml *.json *.py);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, this, &DesignerPage::openOrImport);
    dialog->open();
}

void DesignerPage::setLibraryFolder(const QString &folder)
{
    m_library->setFolder(folder);
    m_tabs->setFolder(folder);
}

} // namespace podwright::ui::designer
