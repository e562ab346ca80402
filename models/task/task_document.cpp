#include "models/task/task_document.h"

#include "models/core/files.h"
#include "models/task/edit_command.h"
#include "models/task/pointers.h"
#include "models/task/silence.h"
#include "models/task/task_file.h"
#include "models/task/text.h"
#include "models/task/validation.h"

#include <QFileInfo>

#include <algorithm>
#include <iterator>

namespace podwright::task {

namespace {

core::Error changedOnDisk(const QString &path)
{
    return {.kind = core::Error::Kind::Conflict,
            .message = QStringLiteral("The file changed on disk since it was opened"),
            .where = path,
            .hint = QStringLiteral("Save under another name, or overwrite it and lose the other changes.")};
}

} // namespace

TaskDocument::TaskDocument(QObject *parent)
    : QObject(parent)
{
    connect(&m_undo, &QUndoStack::cleanChanged, this, [this](bool isClean) { Q_EMIT dirtyChanged(!isClean); });
    revalidate();
}

TaskDocument::~TaskDocument()
{
    m_undo.disconnect(this); // it still speaks while it is destroyed
}

core::Result<std::unique_ptr<TaskDocument>> TaskDocument::open(const QString &path)
{
    auto document = std::make_unique<TaskDocument>();
    if (const auto read = document->read(path); !read)
        return read.error();
    if (!path.startsWith(QLatin1Char(':')))
        document->m_path = path;
    return document;
}

core::Result<void> TaskDocument::read(const QString &path)
{
    const auto content = core::readFile(path, maximumTaskFileSize);
    if (!content)
        return content.error();
    auto file = parseTaskFile(std::string_view(content->constData(), static_cast<size_t>(content->size())), path);
    if (!file)
        return file.error();
    m_task = std::move(file->task);
    m_text = std::move(file->text);
    m_notes = std::move(file->problems);
    m_kept.reset();
    revalidate();
    locateProblems(m_problems, m_text);
    return {};
}

core::Result<void> TaskDocument::reload()
{
    if (auto again = read(m_path); !again)
        return again;
    m_undo.clear();
    m_undo.setClean();
    Q_EMIT changed({QStringLiteral("/task"), QStringLiteral("/template"), QStringLiteral("/airflow"),
                    QStringLiteral("/sample"), QStringLiteral("/silence")});
    return {};
}

bool TaskDocument::isKnown(const std::optional<std::string> &onDisk) const
{
    return onDisk == m_text || (m_kept && *m_kept == onDisk);
}

void TaskDocument::keep(const std::optional<std::string> &onDisk)
{
    m_kept = onDisk;
    m_undo.resetClean();
}

std::unique_ptr<TaskDocument> TaskDocument::of(Task task, Problems notes)
{
    auto document = std::make_unique<TaskDocument>();
    document->m_task = std::move(task);
    document->m_notes = std::move(notes);
    document->revalidate();
    document->m_undo.resetClean();
    return document;
}

void TaskDocument::setFurtherCheck(Check check)
{
    m_check = std::move(check);
    revalidate();
}

void TaskDocument::recheck()
{
    revalidate();
    Q_EMIT changed({});
}

QString TaskDocument::title() const
{
    if (const std::string id = m_task.taskId(); !id.empty())
        return toQString(id);
    const QString name = QFileInfo(m_path).fileName();
    const QString base = name.endsWith(taskFileSuffix()) ? name.chopped(taskFileSuffix().size()) : name;
    return base.isEmpty() ? QStringLiteral("untitled") : base;
}

void TaskDocument::edit(const std::string &pointer, const Json &value)
{
    Slot before = slotAt(m_task, pointer);
    Slot after = slotWith(m_task, pointer, value.is_discarded() ? std::nullopt : std::optional(value));
    if (after.value != before.value)
        m_undo.push(new EditCommand(this, pointer, std::move(before), std::move(after), m_generation));
}

void TaskDocument::replace(const Task &task)
{
    edit({}, wholeTask(task));
}

void TaskDocument::apply(const std::string &pointer, const Slot &slot)
{
    putSlot(m_task, pointer, slot);
    revalidate();
    Q_EMIT changed({toQString(pointer)});
}

void TaskDocument::revalidate()
{
    Problems all = m_notes;
    for (Problem &problem : validate(m_task))
        all.push_back(std::move(problem));
    if (m_check)
        std::ranges::move(m_check(m_task), std::back_inserter(all));
    HeardProblems now = heard(m_task, std::move(all));
    m_problems = std::move(now.problems);
    m_silenced = now.silenced;
}

core::Result<void> TaskDocument::save(bool overwrite)
{
    if (m_path.isEmpty())
        return core::Error{.message = QStringLiteral("This task has no file yet"),
                           .hint = QStringLiteral("Save it under a name.")};
    if (!overwrite) {
        const auto disk = core::readFile(m_path);
        if (!disk && disk.error().kind != core::Error::Kind::NotFound)
            return disk.error();
        if (disk && !isKnown(disk->toStdString()))
            return changedOnDisk(m_path);
    }
    return write(m_path);
}

core::Result<void> TaskDocument::saveAs(const QString &path)
{
    return write(path);
}

core::Result<void> TaskDocument::write(const QString &path)
{
    auto text = writeTaskFile(m_text, m_task);
    if (!text)
        return text.error();
    if (auto written = core::writeFileAtomically(path, QByteArray::fromStdString(*text)); !written)
        return written;
    m_text = std::move(*text);
    m_kept.reset();
    m_path = path;
    m_notes.clear();
    revalidate();
    m_undo.setClean();
    Q_EMIT saved();
    return {};
}

} // namespace podwright::task
