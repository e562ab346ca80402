#include "models/preflight/checker.h"

#include "models/kube/paths.h"
#include "models/preflight/questions.h"
#include "models/preflight/secret_reader.h"

namespace podwright::preflight {
namespace {

using core::at;
using core::textAt;
using kube::Request;
using kube::Response;

constexpr std::chrono::seconds placeStaysTrue{15};
constexpr size_t mostPullSecrets = 10;

std::string namespaced(const std::string &ns, const char *resource, const std::string &name = {})
{
    return "/api/v1/namespaces/" + kube::escape(ns) + '/' + resource + (name.empty() ? "" : '/' + kube::escape(name));
}

Json asItIs(const Json &object)
{
    return object;
}

std::string nameOf(const Json &object)
{
    return textAt(object, {"metadata", "name"});
}

bool exists(const Json &)
{
    return true;
}

bool bindsLate(const Json &storageClass)
{
    return textAt(storageClass, {"volumeBindingMode"}) == "WaitForFirstConsumer";
}

std::set<std::string> readPullSecrets(const Json &account)
{
    std::set<std::string> names;
    for (const std::string &name :
         pullSecretsOf(Json{{"spec", {{"imagePullSecrets", at(account, {"imagePullSecrets"})}}}}))
        names.insert(name);
    return names;
}

Json reviewed(const Right &right, const std::string &ns)
{
    Json attributes{{"verb", right.verb}, {"group", ""}, {"resource", right.resource}, {"namespace", ns}};
    if (!right.subresource.empty())
        attributes["subresource"] = right.subresource;
    return attributes;
}

} // namespace

Checker::Checker(kube::ApiClient &client, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
    , m_place(client)
{
    connect(&m_place, &PlaceReader::done, this, &Checker::takePlace);
}

Checker::~Checker()
{
    cancel();
}

void Checker::cancel()
{
    for (kube::RequestHandle &request : m_requests)
        request.cancel();
    m_requests.clear();
    m_place.cancel();
    m_open = 0;
}

void Checker::start(Subject subject)
{
    cancel();
    m_subject = std::move(subject);
    ClusterFacts facts;
    const bool isFresh = m_placeKnownAt && m_clock.now() - *m_placeKnownAt < placeStaysTrue;
    if (isFresh) {
        facts.nodes = std::move(m_facts.nodes);
        facts.loads = std::move(m_facts.loads);
    }
    m_facts = std::move(facts);
    m_open = 1; // until all is asked
    if (!isFresh)
        askPlace();
    askNamespace();
    askRights();
    askDryRun();
    askAccount();
    askClasses();
    askReferences();
    askPullSecretNames();
    askClaims();
    answered();
}

void Checker::answered()
{
    if (--m_open > 0)
        return;
    m_requests.clear();
    Q_EMIT done(reportOf(m_subject, m_facts));
}

template<class T>
void Checker::ask(Request request, std::function<core::Result<T>(const Response &)> read, Put<T> put)
{
    ++m_open;
    const auto done = [this, put = std::move(put)](core::Result<T> answer) {
        put(std::move(answer));
        answered();
    };
    m_requests.push_back(preflight::ask<T>(m_client, this, std::move(request), std::move(read), done));
}

template<class T>
void Checker::get(std::string path, T (*read)(const Json &), Put<T> put)
{
    ++m_open;
    const auto done = [this, put = std::move(put)](core::Result<T> answer) {
        put(std::move(answer));
        answered();
    };
    m_requests.push_back(preflight::get<T>(m_client, this, std::move(path), {}, read, done));
}

void Checker::askPlace()
{
    ++m_open;
    m_placeKnownAt.reset();
    m_place.start();
}

// What the nodes hold is good for a while once all of it is there.
void Checker::takePlace(const Place &place)
{
    m_facts.nodes = place.nodes;
    m_facts.loads = place.loads;
    if (known(m_facts.nodes))
        m_placeKnownAt = m_clock.now();
    answered();
}

void Checker::askNamespace()
{
    const std::string &ns = m_subject.ns;
    get<Labels>("/api/v1/namespaces/" + kube::escape(ns), readLabels,
                [this](auto answer) { m_facts.ns = std::move(answer); });
    get<std::vector<Json>>(namespaced(ns, "limitranges"), readList<Json, asItIs>,
                           [this](auto answer) { m_facts.limitRanges = std::move(answer); });
    get<std::vector<Json>>(namespaced(ns, "resourcequotas"), readList<Json, asItIs>,
                           [this](auto answer) { m_facts.quotas = std::move(answer); });
}

void Checker::askRights()
{
    for (const Right &right : rightsFor(m_subject)) {
        ++m_open;
        m_requests.push_back(
            m_client.mayI(reviewed(right, m_subject.ns), this, [this, right](core::Result<bool> answer) {
                m_facts.rights[right] = std::move(answer);
                answered();
            }));
    }
}

void Checker::askDryRun()
{
    Request request = getting(kube::podsPath(m_subject.ns), {{"dryRun", "All"}});
    request.method = "POST";
    request.body = m_subject.pod.dump(-1, ' ', false, Json::error_handler_t::replace);
    const auto read = [](const Response &response) -> core::Result<DryRun> {
        auto pod = jsonOf(response);
        if (!pod)
            return pod.error();
        return DryRun{std::move(*pod), response.warnings};
    };
    ask<DryRun>(std::move(request), read, [this](auto answer) { m_facts.dryRun = std::move(answer); });
}

void Checker::askAccount()
{
    const std::string name = textAt(m_subject.pod, {"spec", "serviceAccountName"}, "default");
    get<std::set<std::string>>(namespaced(m_subject.ns, "serviceaccounts", name), readPullSecrets, [this](auto answer) {
        m_facts.accountPullSecrets = std::move(answer);
        if (!m_facts.accountPullSecrets->ok() || !pullSecretsOf(m_subject.pod).empty())
            return;
        for (const std::string &secret : **m_facts.accountPullSecrets)
            askSecret(secret);
    });
}

void Checker::askClasses()
{
    const auto askOne = [this](const char *key, const std::string &path, Answer<bool> &slot) {
        const std::string name = textAt(m_subject.pod, {"spec", key});
        if (!name.empty())
            get<bool>(path + kube::escape(name), exists, [&slot](auto answer) { slot = std::move(answer); });
    };
    askOne("priorityClassName", "/apis/scheduling.k8s.io/v1/priorityclasses/", m_facts.priorityClass);
    askOne("runtimeClassName", "/apis/node.k8s.io/v1/runtimeclasses/", m_facts.runtimeClass);
}

void Checker::askReferences()
{
    for (const std::string &name : pullSecretsOf(m_subject.pod))
        askSecret(name);
    for (const Reference &reference : referencesOf(m_subject.pod)) {
        if (reference.kind == Reference::Kind::Secret)
            askSecret(reference.name);
        else if (m_facts.configMaps.try_emplace(reference.name).second)
            get<std::set<std::string>>(
                namespaced(m_subject.ns, "configmaps", reference.name), readKeys,
                [this, name = reference.name](auto answer) { m_facts.configMaps[name] = std::move(answer); });
    }
}

void Checker::askSecret(const std::string &name)
{
    if (!m_facts.secrets.try_emplace(name).second)
        return;
    const auto read = [](const Response &response) { return readSecret(response.body); };
    ask<SecretFacts>(getting(namespaced(m_subject.ns, "secrets", name)), read,
                     [this, name](auto answer) { m_facts.secrets[name] = std::move(answer); });
}

// Which pull secrets there are, for the one that would do. Their names alone are listed.
void Checker::askPullSecretNames()
{
    bool isWanted = false;
    eachContainer(std::as_const(m_subject.pod), [&isWanted](const std::string &, size_t, const Json &container) {
        isWanted = isWanted || !isOpenRegistry(registryOf(textAt(container, {"image"})));
    });
    if (!isWanted)
        return;
    Request request =
        getting(namespaced(m_subject.ns, "secrets"), {{"fieldSelector", "type=kubernetes.io/dockerconfigjson"}});
    request.accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    using Names = std::vector<std::string>;
    const auto read = [](const Response &response) -> core::Result<Names> {
        const auto json = jsonOf(response);
        return json ? core::Result<Names>(readList<std::string, nameOf>(*json)) : core::Result<Names>(json.error());
    };
    ask<Names>(std::move(request), read, [this](auto names) {
        for (size_t i = 0; names && i < std::min(names->size(), mostPullSecrets); ++i)
            askSecret((*names)[i]);
    });
}

void Checker::askClaims()
{
    for (const ClaimUse &use : claimsOf(m_subject.pod)) {
        if (!m_facts.claims.try_emplace(use.name).second)
            continue;
        get<ClaimFacts>(namespaced(m_subject.ns, "persistentvolumeclaims", use.name), readClaim,
                        [this, name = use.name](auto answer) {
                            m_facts.claims[name] = std::move(answer);
                            const ClaimFacts *claim = known(m_facts.claims[name]);
                            if (claim && claim->phase != "Bound" && !claim->storageClass.empty())
                                askStorageClass(name, claim->storageClass);
                        });
    }
}

void Checker::askStorageClass(const std::string &claim, const std::string &storageClass)
{
    get<bool>("/apis/storage.k8s.io/v1/storageclasses/" + kube::escape(storageClass), bindsLate,
              [this, claim](auto isLate) { (**m_facts.claims[claim]).bindsLate = isLate && *isLate; });
}

} // namespace podwright::preflight
