#include "models/session/preflight.h"

#include "models/airflow/jinja.h"

#include <chrono>

namespace podwright::session {
namespace {

constexpr std::chrono::milliseconds editPause{700};
constexpr std::chrono::milliseconds longestPause{5000};

} // namespace

Preflight::Preflight(SessionManager &sessions, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
    , m_clock(clock)
    , m_pause(editPause, longestPause)
{
    connect(&m_pause, &core::Throttle::fired, this, &Preflight::begin);
}

Preflight::~Preflight() = default;

void Preflight::check(const task::Task &task, const PreflightOptions &options)
{
    m_task = task;
    m_options = options;
    begin();
}

void Preflight::checkSoon(const task::Task &task, const PreflightOptions &options)
{
    m_task = task;
    m_options = options;
    m_pause.request();
}

void Preflight::cancel()
{
    m_pause.cancel();
    m_rendering.cancel();
    m_waiting.reset();
    if (m_checker)
        m_checker->cancel();
}

void Preflight::begin()
{
    cancel();
    const auto choice = m_sessions.contextFor(m_task, m_options.context);
    if (!choice) {
        Q_EMIT failed(choice.error());
        return;
    }
    Q_EMIT started();
    const QString context = choice->context;
    if (!airflow::hasJinja(m_task))
        return build(airflow::renderTask(m_task), context);
    m_rendering.start([task = m_task](std::stop_token stop) { return airflow::renderTask(task, std::move(stop)); },
                      [this, context](const core::Result<task::Task> &rendered) { build(rendered, context); });
}

void Preflight::build(const core::Result<task::Task> &rendered, const QString &context)
{
    if (!rendered) {
        Q_EMIT failed(rendered.error());
        return;
    }
    auto subject = preflight::subjectOf(*rendered, {.ns = m_options.ns,
                                                    .connectionNamespace = m_sessions.namespaceOf(context),
                                                    .templateFileText = m_options.templateFileText});
    if (!subject) {
        Q_EMIT failed(subject.error());
        return;
    }
    m_waiting = std::make_unique<QObject>();
    m_sessions.session(context)->whenReady(
        m_waiting.get(), [this, subject = std::move(*subject)](const core::Result<kube::ApiClient *> &client) {
            if (client)
                ask(*client, subject);
            else
                Q_EMIT failed(client.error());
        });
}

void Preflight::ask(kube::ApiClient *client, preflight::Subject subject)
{
    if (m_client != client || !m_checker) {
        m_client = client;
        m_checker = std::make_unique<preflight::Checker>(*client, m_clock);
        connect(m_checker.get(), &preflight::Checker::done, this, &Preflight::reported);
    }
    m_checker->start(std::move(subject));
}

} // namespace podwright::session
