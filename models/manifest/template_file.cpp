#include "models/manifest/template_file.h"

#include "models/core/files.h"
#include "models/core/strings.h"
#include "models/task/python_source.h"
#include "models/task/text.h"

#include <QFileInfo>

namespace podwright::manifest {

namespace {

constexpr auto argument = "pod_template_file";
constexpr qint64 largestTemplate = 4 * 1024 * 1024;

core::Error gap(const QString &message, const QString &hint)
{
    return {.kind = core::Error::Kind::Io,
            .message = message,
            .where = QStringLiteral("/task/pod_template_file"),
            .hint = hint};
}

core::Error unreadable(const core::Error &error)
{
    return gap(QStringLiteral("The pod template cannot be read: %1").arg(error.text()),
               QStringLiteral("Mend the path, or put the file there."));
}

} // namespace

std::string templatePath(const task::Task &task)
{
    std::string path = core::textAt(task.arguments, {argument});
    return task::hasJinja(path) ? std::string() : path;
}

core::Result<std::string> readTemplateFile(const std::string &path)
{
    const QFileInfo file(core::qt(path));
    const QString whole = file.absoluteFilePath();
    if (file.exists() && !file.isDir() && !file.isFile())
        return unreadable({.message = QStringLiteral("this is a device or a pipe, not a file"), .where = whole});
    const auto content = core::readFile(whole, largestTemplate);
    if (!content)
        return unreadable(content.error());
    return content->isEmpty() ? std::string("\n") : content->toStdString(); // an empty file is a template, too
}

std::string templateText(const task::Task &task, const TemplateTexts &texts)
{
    const auto found = texts.find(templatePath(task));
    return found != texts.end() && found->second ? *found->second : std::string();
}

std::optional<core::Error> templateGap(const task::Task &task, const TemplateTexts &texts)
{
    const core::Json &value = task.argument(argument);
    if (task::isPython(value))
        return gap(
            QStringLiteral("Only Python knows the path of the pod template: %1").arg(core::qt(task::pythonText(value))),
            QStringLiteral("What the template adds is not shown."));
    const std::string path = core::textAt(task.arguments, {argument});
    if (task::hasJinja(path))
        return gap(
            QStringLiteral("The path of the pod template is known once Jinja is rendered: %1").arg(core::qt(path)),
            QStringLiteral("What the template adds is not shown."));
    const auto found = texts.find(path);
    return path.empty() || found == texts.end() || found->second ? std::nullopt : std::optional(found->second.error());
}

} // namespace podwright::manifest
