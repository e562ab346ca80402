#include "models/airflow/jinja_answers.h"

#include "models/core/strings.h"
#include "models/task/pointers.h"

#include <QStringList>

#include <csignal>
#include <map>

namespace podwright::airflow {

namespace {

using core::Error;
using core::Json;
using core::qt;

// Names that Airflow 3 took out of the context, and what serves instead.
QString replacementOf(const std::string &name)
{
    static const std::map<std::string_view, const char *> replacements = {
        {"execution_date", "logical_date"},
        {"next_execution_date", "data_interval_end"},
        {"next_ds", "data_interval_end | ds"},
        {"next_ds_nodash", "data_interval_end | ds_nodash"},
        {"prev_execution_date", "prev_data_interval_start_success"},
        {"prev_ds", "macros.ds_add(ds, -1)"},
        {"prev_ds_nodash", "macros.ds_add(ds, -1).replace('-', '')"},
        {"prev_execution_date_success", "prev_data_interval_start_success"},
        {"yesterday_ds", "macros.ds_add(ds, -1)"},
        {"yesterday_ds_nodash", "macros.ds_add(ds, -1).replace('-', '')"},
        {"tomorrow_ds", "macros.ds_add(ds, 1)"},
        {"tomorrow_ds_nodash", "macros.ds_add(ds, 1).replace('-', '')"},
        {"triggering_dataset_events", "triggering_asset_events"},
        {"conf", "var.value or an environment variable"},
    };
    const auto found = replacements.find(name);
    return found == replacements.end() ? QString() : QString::fromLatin1(found->second);
}

Error undefined(const QString &field, const std::string &name)
{
    const QString shown = qt(name);
    if (const QString better = replacementOf(name); !better.isEmpty())
        return {.message = QStringLiteral("%1 uses %2, which Airflow 3 no longer has").arg(field, shown),
                .hint = QStringLiteral("Use %1, or set %2 in the sample values.").arg(better, shown)};
    if (name.starts_with("macros."))
        return {.message = QStringLiteral("%1 uses %2, which is not known here").arg(field, shown)};
    const bool isDate = name == "ts" || name.starts_with("ts_") || name.starts_with("ds") || name == "run_id" ||
                        name == "logical_date" || name.starts_with("data_interval_");
    return {.message = QStringLiteral("%1 uses %2, which has no value").arg(field, shown),
            .hint = isDate ? QStringLiteral("Set ds in the sample values, such as 2022-06-01.")
                           : QStringLiteral("Set %1 in the sample values.").arg(shown)};
}

Error syntaxFault(const QString &field, const QString &detail, long long line)
{
    const QString place = line > 1 ? QStringLiteral(" in its line %1").arg(line) : QString();
    Error error{.message = QStringLiteral("%1 is no template that Jinja understands%2: %3").arg(field, place, detail)};
    if (detail.contains(QLatin1String("end of comment")))
        error.hint = QStringLiteral("\"{#\" starts a comment. Around shell such as ${#list[@]} write {% raw %} and "
                                    "{% endraw %}.");
    return error;
}

Error failure(const std::string &pointer, const Json &answer)
{
    const QString field = task::pointerLabel(pointer);
    const std::string kind = core::textAt(answer, {"error"});
    const std::string name = core::textAt(answer, {"name"});
    const QString detail = qt(core::textAt(answer, {"detail"}));
    if (kind == "sample")
        return {.message = QStringLiteral("The sample value %1: %2").arg(qt(name), detail),
                .where = qt(task::pointerTo("/sample", name))};
    Error error;
    if (kind == "undefined")
        error = undefined(field, name);
    else if (kind == "syntax")
        error = syntaxFault(field, detail, core::intAt(answer, {"line"}));
    else if (kind == "security")
        error.message = QStringLiteral("%1 asks for what a template must not have: %2").arg(field, detail);
    else
        error.message = QStringLiteral("%1 cannot be rendered: %2").arg(field, detail);
    error.where = qt(pointer);
    return error;
}

// The process ended before it answered for the field.
Error ended(const core::ProcessOutput &output, const std::string &pointer)
{
    if (output.errorTail.find("No module named 'jinja2'") != std::string::npos)
        return {.kind = Error::Kind::Unsupported,
                .message = QStringLiteral("Jinja2 is needed to render this task and is not installed"),
                .hint = QStringLiteral("Install the package python3-jinja2.")};
    Error error{.where = qt(pointer)};
    const QString field = task::pointerLabel(pointer);
    if (output.signal == SIGXCPU || output.signal == SIGKILL)
        error.message = QStringLiteral("%1 cannot be rendered: it takes more than 5 s of computing").arg(field);
    else
        error.message = QStringLiteral("%1 cannot be rendered: Python ended with %2 %3")
                            .arg(field, output.signal ? QStringLiteral("signal") : QStringLiteral("exit code"))
                            .arg(output.signal ? output.signal : output.exitCode);
    return error;
}

} // namespace

core::Result<void> takeAnswers(const core::ProcessOutput &output, std::span<const task::TemplatedText> templated)
{
    size_t from = 0;
    for (const auto &[pointer, text] : templated) {
        const size_t end = output.output.find('\n', from);
        if (end == std::string::npos)
            return ended(output, pointer);
        const Json answer = core::parseJson(std::string_view(output.output).substr(from, end - from));
        if (!core::at(answer, {"text"}).is_string())
            return failure(pointer, answer);
        *text = core::at(answer, {"text"});
        from = end + 1;
    }
    return {};
}

} // namespace podwright::airflow
