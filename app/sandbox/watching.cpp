#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/list_options.h"
#include "app/sandbox/reading.h"
#include "app/sandbox/table.h"

#include <chrono>
#include <random>

namespace podwright::sandbox {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto bookmarkInterval = 60s;
constexpr auto clientCheckInterval = 500ms;

class Watch
{
public:
    Watch(Call &call, Selection selection, const ListOptions &options)
        : m_call(call)
        , m_selection(std::move(selection))
        , m_form(negotiate(call.request))
        , m_include(includeObject(call.request))
        , m_hasBookmarks(call.request.query.flag("allowWatchBookmarks"))
        , m_deadline(deadlineOf(call))
        , m_options(options)
    {}

    void run()
    {
        m_call.reply.stream(m_form.isYaml ? "application/yaml;stream=watch" : "application/json");
        if (startsFromState())
            sendState();
        else
            m_version = *m_options.version;
        try {
            follow();
        } catch (const ApiError &error) {
            send("ERROR", statusObject(error));
        }
    }

private:
    static Clock::time_point deadlineOf(const Call &call)
    {
        const long long seconds = call.request.query.number("timeoutSeconds").value_or(0);
        if (seconds > 0)
            return Clock::now() + std::chrono::seconds(std::min(seconds, 86400LL));
        static thread_local std::mt19937 random{std::random_device{}()};
        return Clock::now() + std::chrono::seconds(std::uniform_int_distribution(1800, 3600)(random));
    }

    bool startsFromState() const { return m_options.sendsInitialEvents || m_options.version.value_or(0) == 0; }

    void sendState()
    {
        for (const ObjectPtr &object : m_call.services.store.list(m_call.type.storeKey(), m_call.ns, &m_version))
            if (m_selection.matches(*object))
                sendObjectEvent("ADDED", *object);
        if (m_options.sendsInitialEvents && m_hasBookmarks)
            sendBookmark(true);
    }

    void follow()
    {
        Clock::time_point nextBookmark = Clock::now() + bookmarkInterval;
        const std::stop_token stop = m_call.reply.stopToken();
        while (m_isOpen && !stop.stop_requested() && Clock::now() < m_deadline && m_call.reply.clientIsHere()) {
            const auto until = std::min(m_deadline, Clock::now() + clientCheckInterval);
            for (const Change &change :
                 m_call.services.store.changesAfter(m_call.type.storeKey(), m_version, until, stop, &m_version))
                sendChange(change);
            if (m_hasBookmarks && Clock::now() >= nextBookmark) {
                sendBookmark(false);
                nextBookmark = Clock::now() + bookmarkInterval;
            }
        }
        if (m_hasBookmarks && m_isOpen && Clock::now() >= m_deadline)
            sendBookmark(false);
    }

    void sendChange(const Change &change)
    {
        const bool isOurs = m_call.ns.empty() || core::textAt(*change.object, {"metadata", "namespace"}) == m_call.ns;
        if (!isOurs)
            return;
        const bool matched = change.previous && m_selection.matches(*change.previous);
        const bool matches = change.type != Change::Type::Deleted && m_selection.matches(*change.object);
        if (matches)
            sendObjectEvent(matched ? "MODIFIED" : "ADDED", *change.object);
        else if (matched)
            sendGone(change);
    }

    void sendGone(const Change &change)
    {
        Json last = *change.previous;
        last["metadata"]["resourceVersion"] = std::to_string(change.version);
        sendObjectEvent("DELETED", last);
    }

    void sendObjectEvent(const char *type, const Json &object)
    {
        if (m_form.shape == Form::Shape::Full) {
            send(type, typed(m_call.type, object));
        } else if (m_form.shape == Form::Shape::Metadata) {
            send(type, metadataOnly(object));
        } else {
            Json table = tableOf(m_call.type, {&object},
                                 {{"resourceVersion", core::at(object, {"metadata", "resourceVersion"})}}, m_include);
            if (m_hasSentColumns)
                table["columnDefinitions"] = nullptr;
            m_hasSentColumns = true;
            send(type, table);
        }
    }

    void sendBookmark(bool endsInitialEvents)
    {
        Json metadata = {{"resourceVersion", std::to_string(m_version)}, {"creationTimestamp", nullptr}};
        if (endsInitialEvents)
            metadata["annotations"] = {{"k8s.io/initial-events-end", "true"}};
        Json object = {{"metadata", std::move(metadata)}};
        if (m_form.shape != Form::Shape::Table)
            send("BOOKMARK", m_form.shape == Form::Shape::Metadata ? metadataOnly(object) : typed(m_call.type, object));
    }

    void send(const char *type, const Json &object)
    {
        const Json event = {{"type", type}, {"object", object}};
        m_isOpen = m_call.reply.write(event.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n');
    }

    Call &m_call;
    Selection m_selection;
    Form m_form;
    IncludeObject m_include;
    bool m_hasBookmarks;
    Clock::time_point m_deadline;
    ListOptions m_options;
    std::uint64_t m_version = 0;
    bool m_hasSentColumns = false, m_isOpen = true;
};

} // namespace

void watchObjects(Call &call)
{
    Watch(call, selectionOf(call), listOptions(call, true)).run();
}

} // namespace podwright::sandbox
