#include "models/kube/watch_decoder.h"

#include "models/kube/status.h"

#include <utility>

namespace podwright::kube {

using core::at;
using core::Error;
using core::textAt;

namespace {

constexpr size_t largeText = 64 * 1024;

reflector::Failure broken(const QString &message)
{
    return {.error = Error{.kind = Error::Kind::Network, .message = message, .transient = true}};
}

bool isGoodObject(const Json &object)
{
    return !textAt(object, {"metadata", "name"}).empty();
}

void dropManagedFields(Json &object)
{
    if (const auto metadata = object.find("metadata"); metadata != object.end() && metadata->is_object())
        metadata->erase("managedFields");
}

// The items of a list do not say what they are; an object by itself must.
Json withType(Json item, const std::string &apiVersion, const std::string &kind)
{
    if (item.contains("kind") || kind.empty())
        return item;
    Json typed = {{"apiVersion", apiVersion}, {"kind", kind}};
    for (auto &[key, value] : item.items())
        typed[key] = std::move(value);
    return typed;
}

int codeOf(const Json &status)
{
    const std::string reason = textAt(status, {"reason"});
    if (reason == "Expired" || reason == "Gone")
        return 410;
    const long long code = core::intAt(status, {"code"});
    return code >= 100 && code < 600 ? static_cast<int>(code) : 500;
}

reflector::Failure failureOf(const Json &status)
{
    reflector::Failure failure{.error = errorOfStatus(status, codeOf(status))};
    for (const Json &cause : at(status, {"details", "causes"}))
        failure.versionIsTooLarge = failure.versionIsTooLarge || textAt(cause, {"reason"}) == "ResourceVersionTooLarge";
    return failure;
}

} // namespace

Decoded decodePage(std::string_view body)
{
    Json list = core::parseJson(body);
    if (!list.is_object() || !at(list, {"metadata"}).is_object())
        return broken(QStringLiteral("The server's list is not a Kubernetes list."));
    DecodedPage page;
    page.version = textAt(list, {"metadata", "resourceVersion"});
    page.continueToken = textAt(list, {"metadata", "continue"});
    const std::string apiVersion = textAt(list, {"apiVersion"});
    std::string kind = textAt(list, {"kind"});
    kind = kind.ends_with("List") ? kind.substr(0, kind.size() - 4) : std::string();
    if (const auto items = list.find("items"); items != list.end() && items->is_array()) {
        page.items.reserve(items->size());
        for (Json &item : *items) {
            if (!isGoodObject(item)) {
                ++page.badItems;
                continue;
            }
            dropManagedFields(item);
            page.items.push_back(std::make_shared<const Json>(withType(std::move(item), apiVersion, kind)));
        }
    }
    return page;
}

std::optional<Decoded> decodeFrame(std::string_view frame)
{
    Json event = core::parseJson(frame);
    if (event.is_discarded())
        return broken(QStringLiteral("The watch sent something that is not JSON."));
    const std::string type = textAt(event, {"type"});
    if (type == "ERROR")
        return failureOf(at(event, {"object"}));
    const std::string version = textAt(event, {"object", "metadata", "resourceVersion"});
    if (type == "BOOKMARK")
        return DecodedEvent{DecodedEvent::Type::Bookmark, version, {}};
    const bool isDelete = type == "DELETED";
    if ((type != "ADDED" && type != "MODIFIED" && !isDelete) || !isGoodObject(at(event, {"object"})))
        return {};
    dropManagedFields(event["object"]);
    return DecodedEvent{isDelete ? DecodedEvent::Type::Delete : DecodedEvent::Type::Upsert, version,
                        std::make_shared<const Json>(std::move(event["object"]))};
}

std::vector<Decoded> WatchDecoder::decode(const Work &work)
{
    std::vector<Decoded> result;
    for (const std::string &text : work.texts) {
        if (work.isPage)
            result.push_back(decodePage(text));
        else if (auto decoded = decodeFrame(text))
            result.push_back(std::move(*decoded));
    }
    return result;
}

void WatchDecoder::page(std::string body)
{
    Work work{.isPage = true};
    work.texts.push_back(std::move(body));
    add(std::move(work));
}

void WatchDecoder::frames(std::vector<std::string> texts)
{
    if (!texts.empty())
        add({.texts = std::move(texts)});
}

void WatchDecoder::then(std::function<void()> step)
{
    add({.step = std::move(step)});
}

void WatchDecoder::cancel()
{
    m_queue.clear();
    m_job.cancel();
}

void WatchDecoder::add(Work work)
{
    m_queue.push_back(std::move(work));
    run();
}

void WatchDecoder::run()
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    while (!m_queue.empty() && !m_job.isRunning()) {
        Work work = std::move(m_queue.front());
        m_queue.pop_front();
        size_t size = 0;
        for (const std::string &text : work.texts)
            size += text.size();
        if (work.step) {
            work.step();
        } else if (size < largeText) {
            m_decoded(decode(work));
        } else {
            m_job.start([work = std::move(work)](std::stop_token) { return decode(work); },
                        [this](std::vector<Decoded> decoded) {
                            m_decoded(std::move(decoded));
                            run();
                        });
        }
    }
    m_isRunning = false;
}

} // namespace podwright::kube
