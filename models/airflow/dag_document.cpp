#include "models/airflow/dag_document.h"

#include "models/airflow/operator_call.h"
#include "models/airflow/python_names.h"
#include "models/airflow/python_text.h"
#include "models/core/strings.h"
#include "models/task/arguments.h"
#include "models/task/names.h"
#include "models/task/python_source.h"

#include <QDateTime>
#include <QStringList>

#include <algorithm>
#include <set>

namespace podwright::airflow {

namespace {

using core::Json;

constexpr auto fallbackStart = "2025-01-01";

void collectSources(const Json &value, std::vector<std::string> &sources)
{
    if (task::isPython(value))
        sources.push_back(task::pythonText(value));
    else if (value.is_structured())
        for (const Json &part : value)
            collectSources(part, sources);
}

void collectTexts(const Json &value, std::vector<std::string> &texts)
{
    if (value.is_string())
        texts.push_back(value.get<std::string>());
    else if (value.is_array())
        for (const Json &part : value)
            collectTexts(part, texts);
}

Expression dateExpression(const QDateTime &moment, Draft &draft)
{
    draft.imports.addModule("pendulum");
    const QDateTime utc = moment.toUTC();
    std::vector<int> parts{utc.date().year(), utc.date().month(), utc.date().day()};
    const QTime time = utc.time();
    for (const int part : {time.hour(), time.minute(), time.second()})
        parts.push_back(part);
    while (parts.size() > 3 && parts.back() == 0)
        parts.pop_back();
    std::vector<ExpressionItem> items;
    for (const int part : parts)
        items.push_back({{}, literal(part)});
    items.push_back(keyword("tz", literal("UTC")));
    return call("pendulum.datetime", std::move(items));
}

void checkForAirflow2(const task::Task &task, Draft &draft)
{
    if (task.argument("trigger_rule") == "all_done_min_one_success")
        draft.fail("/task/trigger_rule", QStringLiteral("Airflow 2 has no trigger rule all_done_min_one_success"),
                   QStringLiteral("Choose another rule, or export for Airflow 3."));
    if (const Json &pool = task.argument("pool"); pool.is_string() && !task::isAirflowKey(pool.get<std::string>()))
        draft.fail("/task/pool",
                   QStringLiteral("Airflow 2 takes letters, digits, dots, hyphens and underscores in a pool's name"),
                   QStringLiteral("Rename the pool, or export for Airflow 3."));
}

bool areAlike(std::span<const task::Task> tasks, const char *field)
{
    return std::ranges::all_of(tasks, [&](const task::Task &task) {
        return core::at(task.airflow, {field}) == core::at(tasks.front().airflow, {field});
    });
}

} // namespace

std::vector<std::string> sourcesOf(const task::Task &task)
{
    std::vector<std::string> sources;
    collectSources(task.arguments, sources);
    collectSources(task.airflow, sources);
    for (const task::Argument &argument : task::arguments())
        if (argument.type == task::ArgumentType::Code && !argument.isIgnored)
            collectTexts(task.argument(argument.name), sources);
    return sources;
}

DagDocument::DagDocument(std::span<const task::Task> tasks, const ExportOptions &options)
    : m_tasks(tasks)
    , m_options(options)
    , m_draft(tasks.size() > 1)
{}

void DagDocument::begin(const task::Task &task)
{
    m_draft.begin(task);
    if (m_options.airflowMajor == 2)
        checkForAirflow2(task, m_draft);
}

// Of the first task that gives it; says so where others differ.
const Json &DagDocument::field(const char *name)
{
    static const Json none;
    const Json *found = &none;
    for (const task::Task &task : m_tasks) {
        const Json &value = core::at(task.airflow, {name});
        if (found->is_null())
            found = &value;
        else if (!value.is_null() && value != *found) {
            m_draft.begin(task);
            m_draft.note(QStringLiteral("its %1 is left out: a DAG has one, and an earlier task gives it")
                             .arg(QLatin1String(name)));
        }
    }
    return *found;
}

std::string DagDocument::dagId()
{
    std::set<std::string> ids;
    for (const task::Task &task : m_tasks)
        if (const std::string id = core::textAt(task.airflow, {"dag_id"}); !id.empty())
            ids.insert(id);
    if (ids.empty()) {
        const std::string id = m_tasks.front().taskId();
        m_draft.note(QStringLiteral("No dag_id is given: the DAG is named %1 after its task").arg(core::qt(id)));
        return id;
    }
    if (ids.size() > 1) {
        QStringList names;
        for (const std::string &id : ids)
            names += core::qt(id);
        m_draft.fail("/airflow/dag_id",
                     QStringLiteral("The tasks belong to different DAGs: %1").arg(names.join(QStringLiteral(", "))),
                     QStringLiteral("Export the tasks of one DAG at a time."));
    }
    return *ids.begin();
}

Expression DagDocument::startDate(bool hasSchedule)
{
    const Json &given = field("start_date");
    if (task::isPython(given))
        return literal(given);
    QString text = core::qt(given.is_string() ? given.get<std::string>() : std::string());
    if (text.isEmpty() && hasSchedule) {
        text = QLatin1String(fallbackStart);
        m_draft.note(QStringLiteral("No start_date is given, and a schedule needs one: it starts on %1").arg(text));
    }
    if (text.isEmpty())
        return {};
    QDateTime moment = QDateTime::fromString(text, Qt::ISODate);
    if (!moment.isValid())
        moment = QDate::fromString(text, Qt::ISODate).startOfDay(Qt::UTC);
    if (moment.timeSpec() == Qt::LocalTime)
        moment.setTimeSpec(Qt::UTC);
    if (!moment.isValid())
        m_draft.fail("/airflow/start_date", QStringLiteral("start_date is no date: \"%1\"").arg(text.left(40)),
                     QStringLiteral("Write YEAR-MONTH-DAY."));
    return dateExpression(moment, m_draft);
}

void DagDocument::addOwner(std::vector<ExpressionItem> &items)
{
    const Json &owner = core::at(m_tasks.front().airflow, {"owner"});
    if (owner.is_null() || !areAlike(m_tasks, "owner"))
        return;
    Expression map{.opening = "{", .closing = "}"};
    map.items.push_back({"\"owner\": ", literal(owner)});
    items.push_back(keyword("default_args", std::move(map)));
}

std::vector<ExpressionItem> DagDocument::ownArguments(const task::Task &task) const
{
    std::vector<ExpressionItem> items;
    if (!areAlike(m_tasks, "owner"))
        addField(items, task, "owner");
    return items;
}

std::vector<ExpressionItem> DagDocument::arguments()
{
    std::vector<ExpressionItem> items{keyword("dag_id", literal(dagId()))};
    if (const Json &description = field("description"); !description.is_null())
        items.push_back(keyword("description", literal(description)));
    const Json &schedule = field("schedule");
    const bool hasSchedule = !schedule.is_null() && schedule != "";
    if (Expression start = startDate(hasSchedule); !start.opening.empty())
        items.push_back(keyword("start_date", std::move(start)));
    items.push_back(keyword("schedule", literal(hasSchedule ? schedule : Json())));
    if (hasSchedule) // the default changed from Airflow 2 to 3
        items.push_back(keyword("catchup", literal(field("catchup") == true)));
    addOwner(items);
    if (const Json &tags = field("tags"); !tags.is_null() && !(tags.is_structured() && tags.empty()))
        items.push_back(keyword("tags", literal(tags)));
    return items;
}

// Unique among themselves and beside what the module imports.
void DagDocument::nameSteps()
{
    std::set<std::string> taken = importedNames();
    for (const task::Task &task : m_tasks)
        for (const std::string &source : sourcesOf(task))
            taken.merge(namesUsedBy(source));
    for (DagStep &step : m_steps)
        step.name = uniqueName(step.name, taken);
}

std::string DagDocument::body()
{
    nameSteps();
    const std::string order = orderLines(m_steps);
    std::string text;
    for (const DagStep &step : m_steps) {
        if (!text.empty() || !step.definition.empty()) // ruff parts a function from what stands before it
            text += "\n";
        if (!step.definition.empty())
            text += step.definition + "\n";
        text += layout(step.expression, 4, order.empty() ? std::string() : step.name + " = ") + "\n";
    }
    return text + (order.empty() ? "" : "\n" + order);
}

core::Result<Exported> DagDocument::finish()
{
    m_draft.beginWhole();
    Expression dag = call("DAG", arguments());
    dag.isSpread = true;
    m_draft.imports.add(m_options.airflowMajor == 2 ? "airflow" : "airflow.sdk", "DAG");
    for (const task::Task &task : m_tasks)
        for (const std::string &source : sourcesOf(task))
            m_draft.useSource(source, m_options.airflowMajor);
    const std::string code = layout(dag, 0, "with ", ":") + "\n" + body();
    if (m_draft.error())
        return *m_draft.error();
    const std::string text = m_draft.moduleStart() + "\n" + code;
    return Exported{
        .text = text, .fileName = core::qt(pythonName(dagId())) + QStringLiteral(".py"), .notes = m_draft.notes()};
}

} // namespace podwright::airflow
