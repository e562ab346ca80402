#include "app/podwright/command_line.h"
#include "app/podwright/console.h"
#include "app/podwright/table_text.h"

#include "models/session/session_manager.h"

#include <QCoreApplication>

namespace podwright::cli {
namespace {

void printJson(const session::SessionManager &sessions)
{
    core::Json list = core::Json::array();
    for (const kube::ContextInfo &context : sessions.contexts())
        list.push_back({{"name", context.name.toStdString()},
                        {"current", context.name == sessions.currentContext()},
                        {"cluster", context.cluster.toStdString()},
                        {"user", context.user.toStdString()},
                        {"namespace", context.ns},
                        {"file", context.file.toStdString()}});
    std::cout << list.dump(2) << std::endl;
}

void printTable(const session::SessionManager &sessions)
{
    QList<QStringList> rows{{QStringLiteral("CURRENT"), QStringLiteral("NAME"), QStringLiteral("CLUSTER"),
                             QStringLiteral("USER"), QStringLiteral("NAMESPACE")}};
    for (const kube::ContextInfo &context : sessions.contexts()) {
        const bool isCurrent = context.name == sessions.currentContext();
        rows.append({isCurrent ? QStringLiteral("*") : QStringLiteral("-"), context.name, context.cluster, context.user,
                     QString::fromStdString(context.ns)});
    }
    std::cout << tableText(rows).toStdString() << std::flush;
}

int contexts(bool asJson)
{
    session::SessionManager sessions(core::systemClock());
    QObject::connect(&sessions, &session::SessionManager::contextsChanged, qApp, &QCoreApplication::quit);
    sessions.load();
    QCoreApplication::exec();
    if (!sessions.trouble().isEmpty())
        say(sessions.trouble());
    asJson ? printJson(sessions) : printTable(sessions);
    return Done;
}

} // namespace

void addContexts(CLI::App &app, Action &action)
{
    CLI::App *command = app.add_subcommand("contexts", "List the contexts a run can use");
    const auto asJson = std::make_shared<bool>(false);
    command->add_flag("--json", *asJson, "For machines");
    command->callback([asJson, &action] { action = [asJson] { return contexts(*asJson); }; });
}

} // namespace podwright::cli
