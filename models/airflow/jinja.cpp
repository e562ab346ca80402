#include "models/airflow/jinja.h"

#include "models/airflow/jinja_answers.h"
#include "models/airflow/python_helper.h"
#include "models/core/strings.h"
#include "models/task/pointers.h"
#include "models/task/templated_texts.h"
#include "models/task/text.h"
#include "models/task/validation.h"

#include <algorithm>

namespace podwright::airflow {

namespace {

using core::Error;
using core::Json;

// Generous, for a busy machine: the process itself ends after 5 s of computing.
constexpr core::ProcessLimits renderLimits{.timeout = std::chrono::seconds(30), .maximumOutput = 8 * 1024 * 1024};

bool needsJinja(const task::TemplatedText &templated)
{
    return task::hasJinja(templated.text->get_ref<const std::string &>());
}

// What Jinja makes of a text without Jinja: one kind of line end, and one less at the end.
std::string asJinjaReads(const std::string &text)
{
    std::string read;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r')
            read += text[i];
        else if (i + 1 == text.size() || text[i + 1] != '\n')
            read += '\n';
    }
    if (read.ends_with('\n'))
        read.pop_back();
    return read;
}

std::string requestFor(const task::Task &task, std::span<const task::TemplatedText> templated)
{
    Json texts = Json::array();
    for (const task::TemplatedText &one : templated)
        texts.push_back(*one.text);
    Json dag = Json::object();
    for (const char *key : {"dag_id", "description", "tags", "owner"}) {
        if (const Json &value = core::at(task.airflow, {key}); !value.is_null())
            dag[key] = value;
    }
    const Json request = {{"texts", texts}, {"sample", task.sample}, {"dag", dag}, {"task", task.arguments}};
    return request.dump(-1, ' ', true, Json::error_handler_t::replace);
}

core::Result<void> renderTexts(const task::Task &task, std::span<const task::TemplatedText> templated,
                               std::stop_token stop)
{
    const auto output =
        runPythonHelper(QStringLiteral("render_jinja.py"), requestFor(task, templated), renderLimits, stop);
    if (!output) {
        Error error = output.error();
        if (error.kind == Error::Kind::Timeout || error.kind == Error::Kind::Cancelled)
            error.message = QStringLiteral("Rendering Jinja: %1").arg(error.message);
        return error;
    }
    return takeAnswers(*output, templated);
}

// A value that was fine as a template may be none that Airflow or the cluster takes.
core::Result<void> checkRendered(const task::Task &raw, const task::Task &rendered)
{
    const task::Problems known = task::validate(raw);
    for (const task::Problem &problem : task::validate(rendered)) {
        const auto isSame = [&](const task::Problem &other) {
            return other.id == problem.id && other.pointer == problem.pointer;
        };
        if (problem.severity == task::Problem::Severity::Error && std::ranges::none_of(known, isSame))
            return Error{.message = QStringLiteral("Once rendered: %1").arg(problem.message),
                         .where = core::qt(problem.pointer),
                         .hint = problem.fix};
    }
    return {};
}

} // namespace

bool hasJinja(const task::Task &task)
{
    task::Task copy = task;
    return std::ranges::any_of(task::templatedTexts(copy), needsJinja);
}

core::Result<task::Task> renderTask(const task::Task &task, std::stop_token stop)
{
    task::Task rendered = task;
    std::vector<task::TemplatedText> templated = task::templatedTexts(rendered);
    std::erase_if(templated, [](const task::TemplatedText &one) {
        if (needsJinja(one))
            return false;
        *one.text = asJinjaReads(one.text->get_ref<const std::string &>());
        return true;
    });
    if (templated.empty())
        return rendered;
    if (auto done = renderTexts(task, templated, std::move(stop)); !done)
        return done.error();
    if (auto sound = checkRendered(task, rendered); !sound)
        return sound.error();
    return rendered;
}

core::Result<void> setSamples(task::Task &task, std::span<const std::string> settings)
{
    for (const std::string &setting : settings) {
        const size_t equals = setting.find('=');
        const std::string name = setting.substr(0, equals);
        if (equals == std::string::npos || name.empty())
            return Error{.message = QStringLiteral("\"%1\" sets no sample value").arg(core::qt(setting)),
                         .hint = QStringLiteral("Write NAME=VALUE, such as ds=2022-06-01 or params.model=small.")};
        const std::string text = setting.substr(equals + 1);
        const Json parsed = core::parseJson(text);
        const bool isText = parsed.is_discarded() || parsed.is_string() || parsed.is_null();
        // Given last, it is the one that counts; a key with dots is read as a path.
        task.sample.erase(name);
        task.sample[name] = isText ? Json(text) : parsed;
    }
    return {};
}

} // namespace podwright::airflow
