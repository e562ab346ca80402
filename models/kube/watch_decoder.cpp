#include "models/kube/watch_decoder.h"

#include "models/kube/json_view.h"
#include "models/kube/simd_view.h"
#include "models/kube/status.h"
#include "models/kube/watch_object.h"

#include <type_traits>

namespace podwright::kube {

using core::Error;
using core::textAt;

namespace {

constexpr size_t maximumDepth = 500; // as everywhere (core::parseJson)
constexpr std::string_view endOfList = "k8s.io/initial-events-end";

reflector::Failure broken(const QString &message)
{
    return {.error = Error{.kind = Error::Kind::Network, .message = message, .transient = true}};
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
    for (const Json &cause : core::at(status, {"details", "causes"}))
        failure.versionIsTooLarge = failure.versionIsTooLarge || textAt(cause, {"reason"}) == "ResourceVersionTooLarge";
    return failure;
}

// What the items of a list are: they do not say so themselves, an object alone must.
struct ItemType
{
    std::string_view apiVersion, kind;
};

template<class Object, class View>
std::shared_ptr<const Object> objectOf(const View &item, const ItemType &type)
{
    if constexpr (std::is_same_v<Object, PodSummary>) {
        return std::make_shared<const PodSummary>(readPod(item));
    } else {
        auto object = std::make_shared<Json>(Json::object());
        if (!type.kind.empty() && !item.json().contains("kind"))
            *object = {{"apiVersion", type.apiVersion}, {"kind", type.kind}};
        object->update(item.json());
        if (const auto metadata = object->find("metadata"); metadata != object->end() && metadata->is_object())
            metadata->erase("managedFields");
        return object;
    }
}

template<class View>
bool isGoodObject(const View &object)
{
    return !object.text({"metadata", "name"}).empty();
}

template<class Object, class View>
Decoded<Object> readPage(const View &list)
{
    if (!list.at({"metadata"}).isObject())
        return {broken(QStringLiteral("The server's list is not a Kubernetes list."))};
    Decoded<Object> page{reflector::Page{std::string(list.text({"metadata", "resourceVersion"})),
                                         std::string(list.text({"metadata", "continue"}))}};
    ItemType type{list.text({"apiVersion"}), list.text({"kind"})};
    type.kind = type.kind.ends_with("List") ? type.kind.substr(0, type.kind.size() - 4) : std::string_view();
    list.at({"items"}).forEach([&](const View &item) {
        if (isGoodObject(item))
            page.objects.push_back(objectOf<Object>(item, type));
        else
            ++page.badItems;
    });
    return page;
}

// Of an event that is no ERROR.
template<class Object, class View>
std::optional<Decoded<Object>> readEvent(const View &event)
{
    const std::string_view type = event.text({"type"});
    const View object = event.at({"object"});
    const std::string version(object.text({"metadata", "resourceVersion"}));
    if (type == "BOOKMARK" && object.text({"metadata", "annotations", endOfList}) == "true")
        return Decoded<Object>{reflector::ListEnd{version}};
    if (type == "BOOKMARK")
        return Decoded<Object>{reflector::Event{version}};
    const bool isDeleted = type == "DELETED";
    if ((type != "ADDED" && type != "MODIFIED" && !isDeleted) || !isGoodObject(object))
        return {};
    return Decoded<Object>{reflector::Event{version}, {objectOf<Object>(object, {})}, isDeleted};
}

template<class Object>
std::optional<Decoded<Object>> readPlainEvent(std::string_view frame)
{
    const Json event = core::parseJson(frame);
    if (event.is_discarded())
        return Decoded<Object>{broken(QStringLiteral("The watch sent something that is not JSON."))};
    if (textAt(event, {"type"}) == "ERROR")
        return Decoded<Object>{failureOf(core::at(event, {"object"}))};
    return readEvent<Object>(JsonView(event));
}

// Absent if simdjson cannot read it.
std::optional<SimdView> parse(simdjson::dom::parser &parser, std::string_view text)
{
    if (parser.max_depth() != maximumDepth && parser.allocate(text.size(), maximumDepth) != simdjson::SUCCESS)
        return {};
    simdjson::dom::element root;
    if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS)
        return {};
    return SimdView(root);
}

} // namespace

ObjectNames namesOf(const Json &object)
{
    const JsonView metadata(core::at(object, {"metadata"}));
    return {metadata.text({"namespace"}), metadata.text({"name"}), metadata.text({"uid"}),
            metadata.text({"resourceVersion"})};
}

ObjectNames namesOf(const PodSummary &pod)
{
    return {pod.ns.text(), pod.name, pod.uid, pod.version};
}

template<class Object>
WatchDecoder<Object>::WatchDecoder()
    : m_parser(std::is_same_v<Object, PodSummary> ? std::make_unique<simdjson::dom::parser>() : nullptr)
{}

template<class Object>
WatchDecoder<Object>::~WatchDecoder() = default;

template<class Object>
Decoded<Object> WatchDecoder<Object>::page(std::string_view body)
{
    if constexpr (std::is_same_v<Object, PodSummary>) {
        if (const auto list = parse(*m_parser, body))
            return readPage<Object>(*list);
    }
    return readPage<Object>(JsonView(core::parseJson(body)));
}

template<class Object>
std::optional<Decoded<Object>> WatchDecoder<Object>::event(std::string_view frame)
{
    if constexpr (std::is_same_v<Object, PodSummary>) {
        const auto event = parse(*m_parser, frame);
        if (event && event->text({"type"}) != "ERROR")
            return readEvent<Object>(*event);
    }
    return readPlainEvent<Object>(frame);
}

template class WatchDecoder<Json>;
template class WatchDecoder<PodSummary>;

} // namespace podwright::kube
