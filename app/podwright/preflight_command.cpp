#include "app/podwright/command_line.h"
#include "app/podwright/console.h"
#include "app/podwright/interrupt.h"

#include "models/session/preflight.h"
#include "models/task/task_file.h"

#include <QCoreApplication>

#include <algorithm>

namespace podwright::cli {
namespace {

struct PreflightArguments
{
    std::string file, context, ns;
    std::vector<std::string> samples;
    bool asJson = false, withPassed = false;
};

core::Json asJson(const preflight::Finding &finding)
{
    core::Json edits = core::Json::array();
    for (const preflight::Edit &edit : finding.edits)
        edits.push_back({{"pointer", edit.pointer}, {"value", edit.value.is_discarded() ? core::Json() : edit.value}});
    return {{"severity", preflight::severityName(finding.severity)},
            {"id", finding.id},
            {"sentence", finding.sentence.toStdString()},
            {"evidence", finding.evidence.toStdString()},
            {"field", finding.pointer},
            {"argument", finding.argument()},
            {"fix", finding.fix.toStdString()},
            {"edits", std::move(edits)}};
}

core::Json asJson(const preflight::NodeFit &fit)
{
    core::Json reasons = core::Json::array();
    for (const preflight::Misfit &misfit : fit.misfits)
        reasons.push_back(misfit.text.toStdString());
    return {{"node", fit.node},
            {"fits", fit.fits()},
            {"couldEverFit", fit.couldEverFit()},
            {"reasons", std::move(reasons)}};
}

void printJson(const preflight::Report &report)
{
    core::Json findings = core::Json::array(), nodes = core::Json::array();
    for (const preflight::Finding &finding : report.findings)
        findings.push_back(asJson(finding));
    for (const preflight::NodeFit &fit : report.nodes)
        nodes.push_back(asJson(fit));
    const core::Json all{{"willRun", report.willRun()}, {"findings", std::move(findings)}, {"nodes", std::move(nodes)}};
    std::cout << all.dump(2, ' ', false, core::Json::error_handler_t::replace) << std::endl;
}

// "FILE:LINE:COL: blocks: SENTENCE (FIX) [id]", the evidence on a line of its own.
void printLine(const QString &file, const std::string &text, const preflight::Finding &finding)
{
    task::Problems place{{.pointer = finding.pointer}};
    if (!finding.pointer.empty())
        task::locateProblems(place, text);
    QString line = QStringLiteral("%1:%2:%3: %4: %5")
                       .arg(file)
                       .arg(std::max(1, place[0].position.line))
                       .arg(std::max(1, place[0].position.column))
                       .arg(QLatin1String(preflight::severityName(finding.severity)), finding.sentence);
    if (!finding.fix.isEmpty())
        line += QStringLiteral(" (%1)").arg(finding.fix);
    line += QStringLiteral(" [%1]").arg(QString::fromStdString(finding.id));
    std::cout << line.toStdString() << std::endl;
    if (!finding.evidence.isEmpty())
        std::cout << "    " << finding.evidence.toStdString() << std::endl;
}

QString verdict(const preflight::Report &report)
{
    using preflight::Severity;
    const auto number = [&](Severity severity) { return preflight::count(report.findings, severity); };
    if (!report.willRun())
        return QStringLiteral("would not run: %1 in the way").arg(number(Severity::Blocks));
    const auto doubts = number(Severity::MayFail), unchecked = number(Severity::Unchecked);
    if (doubts + unchecked == 0)
        return QStringLiteral("nothing stands in the way; %1 checks passed").arg(number(Severity::Passed));
    return QStringLiteral("would be created; %1 may keep it from running, %2 could not be checked")
        .arg(doubts)
        .arg(unchecked);
}

int tell(const PreflightArguments &arguments, const preflight::Report &report, const std::string &text)
{
    if (report.trouble) {
        say(*report.trouble);
        return ClusterTrouble;
    }
    if (arguments.asJson) {
        printJson(report);
    } else {
        for (const preflight::Finding &finding : report.findings) {
            if (arguments.withPassed || finding.severity != preflight::Severity::Passed)
                printLine(QString::fromStdString(arguments.file), text, finding);
        }
    }
    say(verdict(report));
    if (const auto room = std::ranges::find(report.findings, "node-room", &preflight::Finding::id);
        room != report.findings.end())
        say(room->sentence);
    return report.willRun() ? Done : TaskFailed;
}

int check(const PreflightArguments &arguments)
{
    const QString file = QString::fromStdString(arguments.file);
    const auto task = renderedTask(file, arguments.samples);
    if (!task)
        return InvalidTask;
    const auto source = readTask(file);
    session::SessionManager sessions(core::systemClock());
    session::Preflight preflight(sessions, core::systemClock());
    Interrupt interrupt;
    QObject::connect(&interrupt, &Interrupt::happened, qApp, [] { QCoreApplication::exit(Interrupted); });
    QObject::connect(&preflight, &session::Preflight::reported, qApp, [&](const preflight::Report &report) {
        QCoreApplication::exit(tell(arguments, report, source ? source->text : std::string()));
    });
    QObject::connect(&preflight, &session::Preflight::failed, qApp, [](const core::Error &error) {
        say(error);
        const bool isTask = error.kind == core::Error::Kind::Invalid;
        QMetaObject::invokeMethod(
            qApp, [isTask] { QCoreApplication::exit(isTask ? InvalidTask : ClusterTrouble); }, Qt::QueuedConnection);
    });
    const auto begin = [&] {
        preflight.check(*task, {.context = QString::fromStdString(arguments.context),
                                .ns = arguments.ns,
                                .templateFileText = templateText(*task)});
    };
    QObject::connect(&sessions, &session::SessionManager::contextsChanged, qApp, begin, Qt::SingleShotConnection);
    sessions.giveTerminal();
    sessions.load();
    return QCoreApplication::exec();
}

} // namespace

void addPreflight(CLI::App &app, Action &action)
{
    CLI::App *command = app.add_subcommand("preflight", "Ask a cluster whether a task would run, and if not, why");
    const auto options = std::make_shared<PreflightArguments>();
    command->add_option("FILE", options->file, "Task file")->required();
    command->add_option("--context", options->context, "Context of the kubeconfig, or sandbox");
    command->add_option("-n,--namespace", options->ns, "Namespace instead of the task's");
    command->add_option("--sample", options->samples, "NAME=VALUE for Jinja, over the file's own; may be given again")
        ->allow_extra_args(false);
    command->add_flag("--all", options->withPassed, "Tell also what is in order");
    command->add_flag("--json", options->asJson, "For machines");
    command->callback([options, &action] { action = [options] { return check(*options); }; });
}

} // namespace podwright::cli
