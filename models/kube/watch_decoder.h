#pragma once

#include "models/kube/pod_summary.h"
#include "models/kube/reflector.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace simdjson::dom {
class parser;
}

namespace podwright::kube {

// What one text off the wire says: a page of a list, or an event of a watch.
template<class Object>
struct Decoded
{
    reflector::Input input; // Page, Event, ListEnd or Failure
    std::vector<std::shared_ptr<const Object>> objects = {};
    bool areDeleted = false;
    int badItems = 0; // of a page: what is no object with a name is left out
};

// Reads the texts of a watch. Never throws. metadata.managedFields is left out. Events of unknown types and with bad
// objects are skipped. Whole objects (Json) keep everything else; pods (PodSummary) are read by simdjson straight into
// their records, and what simdjson refuses is looked at once more by the slow parser.
template<class Object>
class WatchDecoder
{
public:
    WatchDecoder();
    ~WatchDecoder();
    Q_DISABLE_COPY_MOVE(WatchDecoder)

    Decoded<Object> page(std::string_view body);
    std::optional<Decoded<Object>> event(std::string_view frame);

private:
    std::unique_ptr<simdjson::dom::parser> m_parser; // keeps its buffers from text to text
};

} // namespace podwright::kube
