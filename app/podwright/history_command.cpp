#include "app/podwright/command_line.h"
#include "app/podwright/console.h"
#include "app/podwright/table_text.h"

#include "models/core/files.h"
#include "models/runs/history.h"

#include <QCoreApplication>

namespace podwright::cli {
namespace {

using Runs = std::vector<runs::RunSummary>;

core::Json stamp(const QDateTime &at)
{
    return at.isValid() ? core::Json(at.toUTC().toString(Qt::ISODate).toStdString()) : core::Json();
}

void printJson(const Runs &known)
{
    core::Json list = core::Json::array();
    for (const runs::RunSummary &run : known)
        list.push_back({{"id", run.id},
                        {"task_id", run.taskId},
                        {"context", run.context.toStdString()},
                        {"namespace", run.ns},
                        {"pod", run.pod},
                        {"stage", runs::stageName(run.stage)},
                        {"outcome", runs::outcomeName(run.outcome)},
                        {"message", run.message.toStdString()},
                        {"exit_code", run.exitCode ? core::Json(*run.exitCode) : core::Json()},
                        {"started", stamp(run.started)},
                        {"finished", stamp(run.finished)}});
    std::cout << list.dump(2) << std::endl;
}

void printTable(const Runs &known)
{
    QList<QStringList> rows{{QStringLiteral("RUN"), QStringLiteral("TASK"), QStringLiteral("CONTEXT"),
                             QStringLiteral("POD"), QStringLiteral("STARTED"), QStringLiteral("OUTCOME")}};
    for (const runs::RunSummary &run : known) {
        const bool isDone = run.stage == runs::Stage::Done;
        rows.append({QString::fromStdString(run.id), QString::fromStdString(run.taskId), run.context,
                     QStringLiteral("%1/%2").arg(QString::fromStdString(run.ns), QString::fromStdString(run.pod)),
                     run.started.toLocalTime().toString(Qt::ISODate),
                     isDone ? runs::outcomeText(run.outcome) : runs::stageText(run.stage)});
    }
    std::cout << tableText(rows).toStdString() << std::flush;
}

int history(bool asJson)
{
    runs::History store(core::stateFolder());
    QObject::connect(&store, &runs::History::notice, qApp, [](const QString &text) { say(text); });
    store.list(&store, [asJson](const Runs &known) {
        asJson ? printJson(known) : printTable(known);
        QCoreApplication::quit();
    });
    return QCoreApplication::exec();
}

} // namespace

void addHistory(CLI::App &app, Action &action)
{
    CLI::App *command = app.add_subcommand("history", "List the runs of this user, newest first");
    const auto asJson = std::make_shared<bool>(false);
    command->add_flag("--json", *asJson, "For machines");
    command->callback([asJson, &action] { action = [asJson] { return history(*asJson); }; });
}

} // namespace podwright::cli
