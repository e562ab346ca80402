#include "models/session/last_run.h"

#include "models/airflow/jinja.h"
#include "models/core/strings.h"
#include "models/manifest/template_file.h"

#include <QPointer>
#include <QRegularExpression>

namespace podwright::session {
namespace {

QString textOf(const core::Json &json)
{
    return core::qt(json.dump(-1, ' ', false, core::Json::error_handler_t::replace));
}

// The n-th random name of a secret's volume becomes the n-th of the other pod.
core::Json withVolumeNamesOf(const core::Json &other, const core::Json &pod)
{
    static const QRegularExpression form(QStringLiteral("secretvol[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    const auto namesIn = [](const QString &text) {
        QStringList names;
        for (auto found = form.globalMatch(text); found.hasNext();)
            names += found.next().captured();
        names.removeDuplicates();
        return names;
    };
    QString text = textOf(pod);
    const QStringList theirs = namesIn(textOf(other)), ours = namesIn(text);
    for (qsizetype i = 0; i < std::min(theirs.size(), ours.size()); ++i)
        text.replace(ours[i], theirs[i]);
    return core::parseJson(text.toStdString());
}

core::Result<std::optional<LastRun>> compared(const task::Task &task, const runs::RunState &last,
                                              runs::PlanOptions options, std::stop_token stop)
{
    const auto rendered = airflow::renderTask(task, std::move(stop));
    if (!rendered)
        return rendered.error();
    if (const std::string path = core::textAt(rendered->arguments, {"pod_template_file"}); !path.empty()) {
        auto text = manifest::readTemplateFile(path);
        if (!text)
            return text.error();
        options.templateFileText = std::move(*text);
    }
    const auto plan = runs::planLaunch(*rendered, options);
    if (!plan)
        return plan.error();
    return std::optional(LastRun{.id = last.id(),
                                 .context = last.plan.context,
                                 .started = last.started,
                                 .manifest = last.plan.manifest,
                                 .now = withVolumeNamesOf(last.plan.manifest, plan->manifest)});
}

} // namespace

LastRuns::LastRuns(SessionManager &sessions, runs::History &history)
    : m_sessions(sessions)
    , m_history(history)
{}

void LastRuns::find(const task::Task &task, QObject *receiver, Done done)
{
    m_job.cancel();
    const auto take = [this, task, asker = QPointer<QObject>(receiver), done = std::move(done),
                       question = ++m_question](const std::optional<runs::RunState> &last) {
        if (!asker || question != m_question)
            return;
        if (last)
            compare(task, *last, asker, done);
        else
            done(std::optional<LastRun>());
    };
    m_history.lastLaunch(task, &m_asking, take);
}

void LastRuns::compare(const task::Task &task, const runs::RunState &last, QObject *receiver, Done done)
{
    const auto choice = m_sessions.contextFor(task);
    if (!choice)
        return done(choice.error());
    runs::PlanOptions options;
    options.runId = last.id();
    options.airflowRunId = core::textAt(last.plan.manifest, {"metadata", "labels", "run_id"});
    options.context = choice->context;
    options.connectionNamespace = m_sessions.namespaceOf(choice->context);
    m_job.start([task, last, options](std::stop_token stop) { return compared(task, last, options, std::move(stop)); },
                [asker = QPointer<QObject>(receiver), done = std::move(done)](const auto &result) {
                    if (asker)
                        done(result);
                });
}

} // namespace podwright::session
