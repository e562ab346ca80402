#include "models/manifest/template_watch.h"

#include "models/core/strings.h"

#include <QFileInfo>

#include <algorithm>

namespace podwright::manifest {

using namespace std::chrono_literals;

namespace {

bool isSame(const core::Result<std::string> &one, const core::Result<std::string> &other)
{
    return one.ok() == other.ok() && (one ? *one == *other : one.error() == other.error());
}

} // namespace

TemplateWatch::TemplateWatch(QObject *parent)
    : QObject(parent)
    , m_throttle(100ms, 1000ms)
{
    connect(&m_files, &core::FileWatch::changed, &m_throttle, &core::Throttle::request);
    connect(&m_throttle, &core::Throttle::fired, this, &TemplateWatch::read);
}

void TemplateWatch::setPaths(const std::set<std::string> &paths)
{
    if (paths == m_paths)
        return;
    m_paths = paths;
    read();
}

// Folders tell of files that come, and of those that take the name of another.
void TemplateWatch::watch()
{
    QStringList places;
    for (const std::string &path : m_paths) {
        const QFileInfo file(core::qt(path));
        places << file.absoluteFilePath() << file.absolutePath();
    }
    places.removeDuplicates();
    m_files.setPaths(places);
}

void TemplateWatch::read()
{
    watch();
    m_reading.start(
        [paths = m_paths](const std::stop_token &stop) {
            TemplateTexts texts;
            for (const std::string &path : paths)
                if (!stop.stop_requested())
                    texts.emplace(path, readTemplateFile(path));
            return texts;
        },
        [this](TemplateTexts texts) { take(std::move(texts)); });
}

void TemplateWatch::take(TemplateTexts texts)
{
    const bool isAsBefore = std::ranges::equal(texts, m_texts, [](const auto &one, const auto &other) {
        return one.first == other.first && isSame(one.second, other.second);
    });
    if (isAsBefore)
        return;
    m_texts = std::move(texts);
    Q_EMIT changed();
}

} // namespace podwright::manifest
