#include "models/kube/watch_requests.h"

namespace podwright::kube {
namespace {

constexpr std::chrono::milliseconds pageTimeout{60000};
constexpr std::chrono::seconds overdueStream{30}; // a watch so much longer than asked hangs on a dead connection

Request requestOf(const WatchSpec &spec)
{
    Request request;
    request.path = spec.path;
    if (!spec.labelSelector.empty())
        request.query.emplace_back("labelSelector", spec.labelSelector);
    if (!spec.fieldSelector.empty())
        request.query.emplace_back("fieldSelector", spec.fieldSelector);
    return request;
}

} // namespace

Request pageRequest(const WatchSpec &spec, const reflector::RequestPage &page)
{
    Request request = requestOf(spec);
    request.timeout = pageTimeout;
    request.query.emplace_back("limit", std::to_string(page.limit));
    if (!page.continueToken.empty())
        request.query.emplace_back("continue", page.continueToken);
    if (page.version)
        request.query.emplace_back("resourceVersion", *page.version);
    if (page.notOlderThan)
        request.query.emplace_back("resourceVersionMatch", "NotOlderThan");
    return request;
}

Request watchRequest(const WatchSpec &spec, const reflector::OpenWatch &watch)
{
    Request request = requestOf(spec);
    request.timeout = watch.timeout + overdueStream;
    request.query.emplace_back("watch", "true");
    if (!watch.version.empty())
        request.query.emplace_back("resourceVersion", watch.version);
    if (watch.sendsInitialEvents) {
        request.query.emplace_back("sendInitialEvents", "true");
        request.query.emplace_back("resourceVersionMatch", "NotOlderThan");
    }
    request.query.emplace_back("allowWatchBookmarks", "true");
    request.query.emplace_back("timeoutSeconds", std::to_string(watch.timeout.count()));
    return request;
}

reflector::Failure failureOf(const core::Error &error)
{
    reflector::Failure failure{.error = error};
    failure.versionIsTooLarge = error.message.contains(QStringLiteral("Too large resource version"));
    return failure;
}

reflector::Failure cutStream()
{
    return {.error = core::Error{.kind = core::Error::Kind::Network,
                                 .message = QStringLiteral("The watch was cut in the middle of an event."),
                                 .transient = true}};
}

} // namespace podwright::kube
