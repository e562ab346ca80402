#pragma once

#include "models/core/job.h"
#include "models/core/result.h"
#include "models/kube/reflector.h"
#include "models/kube/resource_watch.h"

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace podwright::kube {

// One page of a list. Items that are no objects with a name are left out.
struct DecodedPage
{
    std::string version, continueToken;
    std::vector<ObjectPtr> items;
    int badItems = 0;
};

struct DecodedEvent
{
    enum class Type { Upsert, Delete, Bookmark };
    Type type = Type::Bookmark;
    std::string version;
    ObjectPtr object; // null for a bookmark
};

// What a text off the wire holds, in the order in which it came.
using Decoded = std::variant<DecodedPage, DecodedEvent, reflector::Failure>;

// Never throw. metadata.managedFields is left out. Events of unknown types and with bad objects are skipped.
Decoded decodePage(std::string_view body);
std::optional<Decoded> decodeFrame(std::string_view frame);

// Decodes texts in the order in which they are handed in: small ones at once, large ones on the thread pool so that the
// owner's thread goes on. `decoded` is called on the owner's thread, never after destruction.
class WatchDecoder
{
public:
    using Sink = std::function<void(std::vector<Decoded>)>;
    explicit WatchDecoder(Sink decoded)
        : m_decoded(std::move(decoded))
    {}

    void page(std::string body);
    void frames(std::vector<std::string> texts);
    // Called when everything handed in before has been decoded.
    void then(std::function<void()> step);
    // Drops what is not decoded yet.
    void cancel();

private:
    struct Work
    {
        std::vector<std::string> texts = {};
        bool isPage = false;
        std::function<void()> step = {}; // instead of texts
    };
    static std::vector<Decoded> decode(const Work &work);
    void add(Work work);
    void run();

    Sink m_decoded;
    core::Job m_job;
    std::deque<Work> m_queue;
    bool m_isRunning = false;
};

} // namespace podwright::kube
