#include "ui/designer/library_scan.h"

#include "models/core/files.h"
#include "models/task/task_file.h"

#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

constexpr qint64 largestFile = 4 * 1024 * 1024;

LibraryEntry entryOfFile(const QString &path)
{
    LibraryEntry entry{.path = path, .title = QFileInfo(path).baseName(), .group = {}};
    const auto content = core::readFile(path, largestFile);
    if (!content) {
        entry.error = content.error().message;
        return entry;
    }
    const auto file = task::parseTaskFile(content->toStdString(), QFileInfo(path).fileName());
    if (!file) {
        entry.error = file.error().text();
        return entry;
    }
    if (const std::string id = file->task.taskId(); !id.empty())
        entry.title = QString::fromStdString(id);
    entry.group = QString::fromStdString(core::textAt(file->task.airflow, {"dag_id"}));
    return entry;
}

} // namespace

std::vector<LibraryEntry> scanLibrary(const QString &folder, std::stop_token stop)
{
    std::vector<LibraryEntry> entries;
    QDirIterator files(folder, {QStringLiteral("*.podtask.yaml")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext() && int(entries.size()) < mostFiles && !stop.stop_requested())
        entries.push_back(entryOfFile(files.next()));
    std::ranges::sort(entries, {}, [](const LibraryEntry &entry) {
        return std::tuple(entry.group.isEmpty(), entry.group.toCaseFolded(), entry.title.toCaseFolded(), entry.path);
    });
    return entries;
}

} // namespace podwright::ui::designer
