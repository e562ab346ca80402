#include "app/podwright/console.h"

#include "models/airflow/jinja.h"
#include "models/core/files.h"
#include "models/manifest/advice.h"
#include "models/manifest/pod_builder.h"
#include "models/manifest/template_file.h"
#include "models/task/silence.h"
#include "models/task/task_file.h"
#include "models/task/validation.h"

#include <algorithm>

namespace podwright::cli {
namespace {

const char *severityText(task::Problem::Severity severity)
{
    switch (severity) {
    case task::Problem::Severity::Error:
        return "error";
    case task::Problem::Severity::Warning:
        return "warning";
    case task::Problem::Severity::Advice:
        return "advice";
    }
    return "";
}

} // namespace

void say(const QString &text)
{
    std::cerr << "podwright: " << text.toStdString() << std::endl;
}

void say(const core::Error &error)
{
    say(error.text());
}

QString problemLine(const QString &file, const task::Problem &problem)
{
    QString line = QStringLiteral("%1:%2:%3: %4: %5")
                       .arg(file)
                       .arg(std::max(1, problem.position.line))
                       .arg(std::max(1, problem.position.column))
                       .arg(QLatin1String(severityText(problem.severity)), problem.message);
    if (!problem.fix.isEmpty())
        line += QStringLiteral(" (%1)").arg(problem.fix);
    if (problem.severity != task::Problem::Severity::Error && !problem.id.empty())
        line += QStringLiteral(" [%1]").arg(QString::fromStdString(problem.id));
    return line;
}

bool CheckedTask::hasErrors() const
{
    return std::ranges::any_of(problems,
                               [](const auto &problem) { return problem.severity == task::Problem::Severity::Error; });
}

int CheckedTask::silence()
{
    task::HeardProblems now = task::heard(task, std::move(problems));
    problems = std::move(now.problems);
    return now.silenced;
}

core::Result<CheckedTask> readTask(const QString &file)
{
    const auto text = core::readFile(file);
    if (!text)
        return text.error();
    auto parsed = task::parseTaskFile(std::string_view(text->data(), size_t(text->size())), file);
    if (!parsed)
        return parsed.error();
    CheckedTask checked{std::move(parsed->task), std::move(parsed->problems), std::move(parsed->text)};
    task::Problems found = task::validate(checked.task);
    std::ranges::move(manifest::adviseOnPodOf(checked.task), std::back_inserter(found));
    task::locateProblems(found, checked.text);
    checked.problems.insert(checked.problems.end(), found.begin(), found.end());
    return checked;
}

namespace {

std::optional<CheckedTask> soundFile(const QString &file)
{
    auto checked = readTask(file);
    if (!checked) {
        say(checked.error());
        return std::nullopt;
    }
    checked->silence();
    for (const task::Problem &problem : checked->problems) {
        if (problem.severity != task::Problem::Severity::Advice)
            std::cerr << problemLine(file, problem).toStdString() << std::endl;
    }
    if (checked->hasErrors())
        return std::nullopt;
    return std::move(*checked);
}

} // namespace

std::optional<task::Task> soundTask(const QString &file)
{
    auto sound = soundFile(file);
    return sound ? std::optional(std::move(sound->task)) : std::nullopt;
}

std::optional<task::Task> renderedTask(const QString &file, std::span<const std::string> samples)
{
    auto sound = soundFile(file);
    if (!sound)
        return std::nullopt;
    if (const auto set = airflow::setSamples(sound->task, samples); !set) {
        say(set.error());
        return std::nullopt;
    }
    const auto rendered = airflow::renderTask(sound->task);
    if (rendered)
        return *rendered;
    const core::Error &error = rendered.error();
    task::Problems problems{{.pointer = error.where.toStdString(), .message = error.message, .fix = error.hint}};
    task::locateProblems(problems, sound->text);
    std::cerr << problemLine(file, problems[0]).toStdString() << std::endl;
    return std::nullopt;
}

std::string templateText(const task::Task &task)
{
    const std::string path = core::textAt(task.arguments, {"pod_template_file"});
    if (path.empty())
        return {};
    auto text = manifest::readTemplateFile(path);
    if (text)
        return std::move(*text);
    say(QStringLiteral("%1; it is left out").arg(text.error().message));
    return {};
}

} // namespace podwright::cli
