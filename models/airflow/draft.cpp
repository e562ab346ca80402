#include "models/airflow/draft.h"

#include "models/airflow/python_names.h"
#include "models/core/strings.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace podwright::airflow {

namespace {

struct KnownName
{
    std::string_view name;
    std::string_view module; // empty: the name is a module
    std::string_view member = {};
};

constexpr std::array knownNames{
    KnownName{"json", {}},
    KnownName{"os", {}},
    KnownName{"pendulum", {}},
    KnownName{"re", {}},
    KnownName{"sys", {}},
    KnownName{"Path", "pathlib", "Path"},
    KnownName{"timedelta", "datetime", "timedelta"},
    KnownName{"k8s", "kubernetes.client", "models as k8s"},
    KnownName{"Secret", "airflow.providers.cncf.kubernetes.secret", "Secret"},
};

} // namespace

void Draft::begin(const task::Task &task)
{
    m_taskId = core::qt(task.taskId());
}

void Draft::note(const QString &text)
{
    const QString whole = m_hasSeveralTasks && !m_taskId.isEmpty() ? m_taskId + QStringLiteral(": ") + text : text;
    if (std::ranges::find(m_notes, whole) == m_notes.end())
        m_notes.push_back(whole);
}

void Draft::fail(const std::string &pointer, const QString &message, const QString &hint)
{
    if (!m_error)
        m_error = core::Error{.message = m_taskId.isEmpty() ? message : m_taskId + QStringLiteral(": ") + message,
                              .where = core::qt(pointer),
                              .hint = hint};
}

void Draft::useSource(std::string_view source, int airflowMajor)
{
    for (const std::string &name : namesUsedBy(source)) {
        const auto known = std::ranges::find(knownNames, name, &KnownName::name);
        if (name == "datetime")
            useDatetime(source);
        else if (known != knownNames.end() && known->module.empty())
            imports.addModule(name);
        else if (known != knownNames.end())
            imports.add(known->module, known->member);
        else if (name == "Variable")
            imports.add(airflowMajor == 2 ? "airflow.models" : "airflow.sdk", name);
        else
            m_unknownNames.insert(name);
    }
}

// The module and its class have the same name, and one file can import only one of them.
void Draft::useDatetime(std::string_view source)
{
    static const QRegularExpression member(
        QStringLiteral("\\bdatetime\\s*\\.\\s*(datetime|timedelta|date|time|timezone|UTC)\\b"));
    const bool isModule = member.match(core::qt(source)).hasMatch();
    m_datetimes.insert(isModule);
    if (isModule)
        imports.addModule("datetime");
    else
        imports.add("datetime", "datetime");
    if (m_datetimes.size() > 1)
        fail("/task", QStringLiteral("datetime is the module in one piece of Python source and its class in another"),
             QStringLiteral("Write datetime.datetime where the class is meant."));
}

std::string Draft::moduleStart()
{
    if (m_unknownNames.empty())
        return imports.text();
    std::string names;
    for (const std::string &name : m_unknownNames)
        names += (names.empty() ? "" : ", ") + name;
    beginWhole();
    note(QStringLiteral("Add what the code takes from its original module: %1").arg(core::qt(names)));
    return "# Add what this takes from its original module: " + names + "\n\n" + imports.text();
}

} // namespace podwright::airflow
