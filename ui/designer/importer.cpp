#include "ui/designer/importer.h"

#include "models/core/files.h"
#include "ui/widgets/message_bar.h"

#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <iterator>

namespace podwright::ui::designer {

namespace {

constexpr size_t mostAtOnce = 12;  // forms are large; more are opened when asked for
constexpr qsizetype mostNotes = 6; // lines of the message; all of a task's are among its problems
constexpr qint64 largestFile = 16 * 1024 * 1024;

QString shortList(const QStringList &lines)
{
    QStringList shown = lines.mid(0, mostNotes);
    if (lines.size() > mostNotes)
        shown += Importer::tr("… and %1 more").arg(lines.size() - mostNotes);
    return shown.join(u'\n');
}

} // namespace

std::unique_ptr<task::TaskDocument> documentOf(const airflow::ImportedTask &imported)
{
    task::Problems notes;
    for (const QString &note : imported.notes)
        notes.push_back({.severity = task::Problem::Severity::Advice,
                         .id = "imported",
                         .message = note,
                         .fix = Importer::tr("from %1").arg(imported.origin)});
    return task::TaskDocument::of(imported.task, std::move(notes));
}

bool mayImport(const QMimeData &data)
{
    if (data.hasUrls())
        return std::ranges::any_of(data.urls(), &QUrl::isLocalFile);
    return data.hasText() && data.text().contains(u'\n'); // a single word is no manifest
}

Importer::Importer(widgets::MessageBar *messages, QObject *parent)
    : QObject(parent)
    , m_message(messages)
{}

void Importer::importFiles(const QStringList &paths)
{
    std::vector<Source> sources;
    for (const QString &path : paths)
        sources.push_back({.path = path, .name = QFileInfo(path).fileName()});
    start(std::move(sources));
}

void Importer::importText(const QByteArray &text, const QString &name)
{
    start({{.text = text, .name = name}});
}

void Importer::cancel()
{
    m_job.cancel();
    m_message->dismiss();
}

void Importer::start(std::vector<Source> sources)
{
    if (sources.empty())
        return;
    const QString what = sources.size() == 1 ? sources.front().name : tr("%1 files").arg(sources.size());
    m_message->showMessage({.tone = style::Tone::Busy,
                            .text = tr("Importing %1…").arg(what),
                            .actions = {{tr("Cancel"), [this] { cancel(); }}}});
    m_job.start([sources = std::move(sources)](const std::stop_token &stop) { return run(sources, stop); },
                [this, what](Outcome outcome) { finish(std::move(outcome), what); });
}

Importer::Outcome Importer::run(const std::vector<Source> &sources, const std::stop_token &stop)
{
    Outcome outcome;
    for (const Source &source : sources) {
        if (stop.stop_requested())
            break;
        const auto content =
            source.path.isEmpty() ? core::Result<QByteArray>(source.text) : core::readFile(source.path, largestFile);
        auto imported = content ? airflow::importText(*content, source.name, stop)
                                : core::Result<airflow::Imported>(content.error());
        if (!imported) {
            outcome.errors += QStringLiteral("%1: %2").arg(source.name, imported.error().text());
            continue;
        }
        for (const QString &note : imported->notes)
            outcome.notes += note;
        std::ranges::move(imported->tasks, std::back_inserter(outcome.tasks));
    }
    return outcome;
}

void Importer::finish(Outcome outcome, const QString &what)
{
    for (const airflow::ImportedTask &task : outcome.tasks)
        for (const QString &note : task.notes)
            outcome.notes += QStringLiteral("%1: %2").arg(task.title, note);
    if (outcome.tasks.empty()) {
        if (outcome.errors.isEmpty())
            outcome.errors += tr("There is no task in it.");
        m_message->showMessage({.tone = style::Tone::Bad,
                                .text = tr("%1 was not imported.").arg(what),
                                .detail = shortList(outcome.errors + outcome.notes)});
        return;
    }
    m_waiting.assign(std::make_move_iterator(outcome.tasks.begin()), std::make_move_iterator(outcome.tasks.end()));
    openSome(what, outcome.notes, outcome.errors);
}

void Importer::openSome(const QString &what, const QStringList &notes, const QStringList &errors)
{
    const auto count = std::min(m_waiting.size(), mostAtOnce);
    const std::vector<airflow::ImportedTask> now(m_waiting.begin(), m_waiting.begin() + std::ptrdiff_t(count));
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + std::ptrdiff_t(count));
    Q_EMIT found(now);
    widgets::Message message{.tone = errors.isEmpty() ? style::Tone::Good : style::Tone::Waiting,
                             .text = now.size() == 1 ? tr("1 task imported from %1.").arg(what)
                                                     : tr("%1 tasks imported from %2.").arg(now.size()).arg(what),
                             .detail = shortList(errors + notes)};
    if (!m_waiting.empty())
        message.actions = {
            {tr("Open %1 more").arg(std::min(m_waiting.size(), mostAtOnce)), [this, what] { openSome(what, {}, {}); }}};
    m_message->showMessage(message);
}

} // namespace podwright::ui::designer
