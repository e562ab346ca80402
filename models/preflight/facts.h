#pragma once

#include "models/core/result.h"
#include "models/preflight/amounts.h"

#include <QDateTime>
#include <QString>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace podwright::preflight {

// What a cluster said to one question; nothing: it was not asked.
template<class T>
using Answer = std::optional<core::Result<T>>;

template<class T>
const T *known(const Answer<T> &answer)
{
    return answer && answer->ok() ? &answer->value() : nullptr;
}
// The server has no such object; not: one may not look.
template<class T>
bool isMissing(const Answer<T> &answer)
{
    return answer && !answer->ok() && answer->error().kind == core::Error::Kind::NotFound;
}

using Labels = std::map<std::string, std::string, std::less<>>;

struct Taint
{
    std::string key, value, effect;
};

// A condition of a node that says that something is amiss: it is not ready, or short of something.
struct NodeTrouble
{
    std::string type, status, reason, message; // "Ready", "Unknown", "NodeStatusUnknown", the server's words
    QDateTime since = {};                      // invalid: unknown
};

struct NodeFacts
{
    std::string name;
    Labels labels;
    std::vector<Taint> taints;
    bool isUnschedulable = false;
    Amounts allocatable;
    std::vector<NodeTrouble> troubles = {};
};

// A pod that has, or waits for, its place; finished ones are none.
struct PodLoad
{
    std::string ns, name, node;
    Amounts requests;
    std::set<std::string> claims;    // of its namespace
    std::set<std::string> hostPorts; // "TCP/80"
};

struct Loads
{
    std::vector<PodLoad> pods;
    bool isWhole = true; // false: there are more than are worth counting
};

// Of a secret nothing else is ever kept.
struct SecretFacts
{
    std::string type;
    std::set<std::string> keys;
    std::set<std::string> registries; // hosts of a pull secret
};

struct ClaimFacts
{
    std::string phase, storageClass;
    std::set<std::string> modes; // "ReadWriteOnce"
    bool bindsLate = false;      // its class waits for the first pod
};

// Something the user must be allowed to do for a run to go its whole way.
struct Right
{
    std::string verb, resource, subresource;
    auto operator<=>(const Right &) const = default;
};

// The server took the pod, without making it.
struct DryRun
{
    Json pod;                      // with all that admission has set
    std::vector<QString> warnings; // the server's own
};

// All that was learnt of a cluster, for one pod. A value.
struct ClusterFacts
{
    Answer<Labels> ns;
    Answer<std::vector<NodeFacts>> nodes;
    Answer<Loads> loads;
    Answer<std::vector<Json>> limitRanges, quotas;    // their objects
    Answer<std::set<std::string>> accountPullSecrets; // of the service account
    std::map<std::string, Answer<SecretFacts>> secrets;
    std::map<std::string, Answer<std::set<std::string>>> configMaps; // keys
    std::map<std::string, Answer<ClaimFacts>> claims;
    Answer<bool> priorityClass, runtimeClass; // there is one
    std::map<Right, Answer<bool>> rights;
    Answer<DryRun> dryRun;
};

// Readers of the server's objects; safe for any JSON.
NodeFacts readNode(const Json &node);
PodLoad readLoad(const Json &pod);
ClaimFacts readClaim(const Json &claim);
Labels readLabels(const Json &object);
std::set<std::string> readKeys(const Json &configMap);

} // namespace podwright::preflight
