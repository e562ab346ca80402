#include "models/airflow/dag_call.h"

#include "models/task/arguments.h"
#include "models/task/old_names.h"
#include "models/task/pointers.h"
#include "models/task/python_source.h"
#include "models/task/text.h"

#include <QStringList>

namespace podwright::airflow {

namespace {

using core::Json;
using task::toQString;

QString shortened(const Json &value)
{
    constexpr qsizetype longest = 60;
    const QString text =
        task::isPython(value) ? toQString(task::pythonText(value)) : toQString(value.dump(-1, ' ', false));
    return text.size() > longest ? text.left(longest) + QStringLiteral("…") : text;
}

class CallReader
{
public:
    CallReader(const Json &call, const QString &fileName)
        : m_call(call)
        , m_operator(core::textAt(call, {"operator"}))
    {
        m_imported.origin = QStringLiteral("%1:%2").arg(fileName).arg(core::intAt(call, {"line"}));
    }

    ImportedTask read()
    {
        for (const Json &note : core::at(m_call, {"notes"}))
            tell(toQString(note.get<std::string>()));
        m_imported.task.airflow = core::at(m_call, {"airflow"});
        Json given = core::at(m_call, {"arguments"});
        addDefaults(given);
        renameForOperator(given);
        translate(given);
        for (const auto &[name, value] : given.items())
            sort(name, value);
        settleOperator();
        tellPython();
        m_imported.title = shortened(m_imported.task.argument("task_id"));
        if (m_imported.task.argument("task_id").is_string())
            m_imported.title = toQString(m_imported.task.taskId());
        return std::move(m_imported);
    }

private:
    void tell(const QString &note) { m_imported.notes.push_back(note); }

    // What default_args say counts where the call says nothing.
    void addDefaults(Json &given)
    {
        Json &airflow = m_imported.task.airflow;
        for (const auto &[name, value] : core::at(m_call, {"defaults"}).items()) {
            if (task::findArgument(name) && !given.contains(name))
                given[name] = value;
            else if ((name == "owner" || name == "start_date") && !airflow.contains(name))
                airflow[name] = value;
            else if (!task::findArgument(name) && !task::findDagField(name))
                tell(QStringLiteral("default_args: %1 was not taken over").arg(toQString(name)));
        }
    }

    static void rename(Json &given, const char *from, const char *to)
    {
        if (!given.contains(from) || given.contains(to))
            return;
        given[to] = given[from];
        given.erase(from);
    }

    void renameForOperator(Json &given)
    {
        if (m_operator == "eks")
            rename(given, "pod_name", "name");
        if (task::isPython(core::at(given, {"resources"}))) {
            rename(given, "resources", "container_resources");
            tell(QStringLiteral("resources is an old name and was read as container_resources"));
        }
    }

    void translate(Json &given)
    {
        task::Problems problems;
        task::translateOldNames(given, {}, problems);
        for (const task::Problem &problem : problems)
            tell(problem.message);
    }

    void sort(const std::string &name, const Json &value)
    {
        task::Task &task = m_imported.task;
        const task::Argument *argument = task::findArgument(name);
        const bool isCode = argument && argument->type == task::ArgumentType::Code && task::isPython(value);
        if (argument)
            task.arguments[name] = isCode ? Json(task::pythonText(value)) : value;
        else if (task::findDagField(name))
            task.airflow[name] = value;
        else if (name == "params" && value.is_object() && !task::isPython(value))
            task.sample["params"] = value;
        else
            tell(QStringLiteral("%1 = %2 was not taken over").arg(toQString(name), shortened(value)));
    }

    void settleOperator()
    {
        if (m_operator == "pod")
            return;
        if (m_operator == "eks" && !m_imported.task.arguments.contains("namespace"))
            m_imported.task.arguments["namespace"] = "default";
        tell(QStringLiteral("it was read from %1; the task itself is one of KubernetesPodOperator")
                 .arg(toQString(core::textAt(m_call, {"name"}))));
    }

    static void collectPython(const Json &value, const QString &place, QStringList &places)
    {
        if (task::isPython(value))
            places.push_back(place);
        else if (value.is_structured())
            for (const auto &[key, item] : value.items())
                collectPython(item, place + QLatin1Char('.') + toQString(key), places);
    }

    void tellPython()
    {
        QStringList places;
        for (const auto *part : {&m_imported.task.arguments, &m_imported.task.airflow})
            for (const auto &[name, value] : part->items())
                collectPython(value, toQString(name), places);
        if (!places.isEmpty())
            tell(QStringLiteral("kept as Python code: %1").arg(places.join(QStringLiteral(", "))));
    }

    const Json &m_call;
    std::string m_operator;
    ImportedTask m_imported;
};

} // namespace

ImportedTask taskOfCall(const Json &call, const QString &fileName)
{
    return CallReader(call, fileName).read();
}

} // namespace podwright::airflow
