#include "app/podwright/run_console.h"

#include "app/podwright/command_line.h"
#include "app/podwright/console.h"
#include "app/podwright/interrupt.h"

#include "models/core/files.h"

#include <QCoreApplication>

namespace podwright::cli {
namespace {

int exitCodeOf(runs::Outcome outcome)
{
    switch (outcome) {
    case runs::Outcome::Succeeded:
    case runs::Outcome::Skipped:
        return Done;
    case runs::Outcome::Cancelled:
        return Interrupted;
    case runs::Outcome::TimedOut:
        return TimedOut;
    case runs::Outcome::Refused:
        return ClusterTrouble;
    case runs::Outcome::None:
    case runs::Outcome::Failed:
        break;
    }
    return TaskFailed;
}

bool beginsWithStamp(QByteArrayView line)
{
    return line.size() >= 20 && line[4] == '-' && line[10] == 'T' && line[13] == ':';
}

} // namespace

QByteArray withoutStamps(const QByteArray &lines, const QByteArray &prefix)
{
    QByteArray text;
    text.reserve(lines.size());
    for (qsizetype from = 0; from < lines.size();) {
        const qsizetype newline = lines.indexOf('\n', from);
        const qsizetype end = newline < 0 ? lines.size() : newline + 1;
        QByteArrayView line = QByteArrayView(lines).sliced(from, end - from);
        if (beginsWithStamp(line)) {
            const qsizetype space = line.indexOf(' ');
            line = space < 0 ? QByteArrayView(newline < 0 ? "" : "\n") : line.sliced(space + 1);
        }
        text += prefix;
        text += line;
        from = end;
    }
    return text;
}

RunConsole::RunConsole(RunOptions options)
    : m_options(std::move(options))
    , m_history(core::stateFolder())
    , m_sessions(core::systemClock())
    , m_center(m_sessions, m_history, core::systemClock())
{
    connect(&m_center, &session::RunCenter::notice, this, [](const QString &text) { say(text); });
}

RunConsole::~RunConsole() = default;

int RunConsole::exec(const Begin &begin)
{
    Interrupt interrupt;
    connect(&interrupt, &Interrupt::happened, this, [this] { stop(runs::Outcome::Cancelled); });
    connect(&m_sessions, &session::SessionManager::contextsChanged, this, [this, begin] {
        if (!m_hasBegun)
            this->begin(begin);
    });
    if (m_options.timeLimit > 0)
        QTimer::singleShot(std::chrono::milliseconds(qint64(m_options.timeLimit * 1000)), this,
                           [this] { stop(runs::Outcome::TimedOut); });
    m_sessions.giveTerminal();
    m_sessions.load();
    return QCoreApplication::exec();
}

void RunConsole::begin(const Begin &begin)
{
    m_hasBegun = true;
    connect(&m_center, &session::RunCenter::launched, this, [this](const QString &runId) {
        m_runId = runId;
        m_item = m_center.item(runId);
        connect(m_item, &session::RunItem::changed, this, &RunConsole::tellNews);
        connect(m_item, &session::RunItem::logLines, this, &RunConsole::printLines);
        connect(m_item, &session::RunItem::finished, this, &RunConsole::conclude);
    });
    const auto run = begin(m_center, m_options.launch);
    if (run)
        return;
    say(run.error());
    const bool isTask = run.error().kind == core::Error::Kind::Invalid;
    QCoreApplication::exit(isTask ? InvalidTask : ClusterTrouble);
}

void RunConsole::tellNews()
{
    const auto &timeline = m_item->state().timeline;
    for (; m_told < timeline.size(); ++m_told)
        say(timeline[m_told].text);
}

void RunConsole::printLines(const QString &container, const QByteArray &lines)
{
    const bool isBase = container.toStdString() == m_item->state().plan.baseContainer;
    const QByteArray text = withoutStamps(lines, isBase ? QByteArray() : '[' + container.toUtf8() + "] ");
    std::cout.write(text.constData(), text.size()).flush();
}

void RunConsole::stop(runs::Outcome as)
{
    if (!m_item || m_isStopping)
        return QCoreApplication::exit(as == runs::Outcome::TimedOut ? TimedOut : Interrupted);
    m_isStopping = true;
    m_center.cancel(m_runId, as);
}

void RunConsole::conclude()
{
    tellNews();
    const runs::RunState &state = m_item->state();
    int code = exitCodeOf(state.outcome);
    if (!m_options.xcomFile.isEmpty() && state.xcom) {
        const auto written =
            core::writeFileAtomically(m_options.xcomFile, QByteArray::fromStdString(state.xcom->dump()) + '\n');
        if (!written) {
            say(written.error());
            code = code == Done ? TaskFailed : code;
        }
    } else if (!m_options.xcomFile.isEmpty()) {
        say(QStringLiteral("the run pushed no XCom; %1 is not written").arg(m_options.xcomFile));
    }
    QCoreApplication::exit(code);
}

} // namespace podwright::cli
