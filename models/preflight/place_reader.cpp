#include "models/preflight/place_reader.h"

#include "models/kube/paths.h"
#include "models/preflight/questions.h"

#include <algorithm>

namespace podwright::preflight {
namespace {

constexpr int podsPerPage = 500;
constexpr size_t mostLoads = 20000;

struct LoadPage
{
    std::vector<PodLoad> pods;
    std::string next;
};

LoadPage readLoads(const Json &list)
{
    return {readList<PodLoad, readLoad>(list), core::textAt(list, {"metadata", "continue"})};
}

} // namespace

PlaceReader::PlaceReader(kube::ApiClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{}

PlaceReader::~PlaceReader()
{
    cancel();
}

void PlaceReader::cancel()
{
    m_nodes.cancel();
    m_loads.cancel();
    m_open = 0;
}

void PlaceReader::start()
{
    cancel();
    m_place = {};
    m_open = 2;
    m_nodes = get<std::vector<NodeFacts>>(m_client, this, "/api/v1/nodes", {}, readList<NodeFacts, readNode>,
                                          [this](auto answer) {
                                              m_place.nodes = std::move(answer);
                                              answered();
                                          });
    askLoads({});
}

void PlaceReader::askLoads(const std::string &from)
{
    Query query{{"limit", std::to_string(podsPerPage)},
                {"fieldSelector", "status.phase!=Succeeded,status.phase!=Failed"}};
    if (!from.empty())
        query.emplace_back("continue", from);
    m_loads = get<LoadPage>(m_client, this, kube::podsPath({}), std::move(query), readLoads, [this](auto page) {
        if (!page) {
            m_place.loads = core::Result<Loads>(page.error());
            return answered();
        }
        if (!m_place.loads)
            m_place.loads = core::Result<Loads>(Loads{});
        Loads &loads = **m_place.loads;
        std::ranges::move(page->pods, std::back_inserter(loads.pods));
        loads.isWhole = page->next.empty();
        if (loads.isWhole || loads.pods.size() >= mostLoads)
            answered();
        else
            askLoads(page->next);
    });
}

void PlaceReader::answered()
{
    if (--m_open == 0)
        Q_EMIT done(m_place);
}

} // namespace podwright::preflight
