#include "tests/support/pod_farm.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <thread>

namespace podwright::support {
namespace {

constexpr int pageSize = 500;
constexpr int eventTotal = 5000;
constexpr std::string_view noVersion = "\"resourceVersion\":\"0000000000\"";

constexpr auto apiVersions = R"({"kind":"APIVersions","versions":["v1"]})";
constexpr auto apiGroups = R"({"kind":"APIGroupList","apiVersion":"v1","groups":[]})";
constexpr auto resources =
    R"({"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","singularName":"pod",
"namespaced":true,"kind":"Pod","verbs":["get","list","watch"],"shortNames":["po"]}]})";
constexpr auto columns = R"([{"name":"Name","type":"string","format":"name","description":"","priority":0},
{"name":"Ready","type":"string","format":"","description":"","priority":0},
{"name":"Status","type":"string","format":"","description":"","priority":0},
{"name":"Restarts","type":"string","format":"","description":"","priority":0},
{"name":"Age","type":"string","format":"","description":"","priority":0}])";
constexpr auto noStream =
    R"({"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Invalid","code":422,"message":
"sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"})";

std::string number(long value, const char *format = "%ld")
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

std::string taskOf(int pod)
{
    return "transform-orders-" + number(pod % 40);
}

std::string nameOf(int pod)
{
    return taskOf(pod) + "-" + number(pod * 2654435761L % 4294967296L, "%08lx");
}

std::string uidOf(int pod)
{
    return "3f6c1d2e-9a7b-4c5d-8e1f-" + number(pod, "%012ld");
}

// What the API server, the node and Airflow write into the metadata of such a pod.
std::string metadataOf(int pod)
{
    const std::string manager =
        R"({"manager":"OpenAPI-Generator","operation":"Update","apiVersion":"v1","time":)"
        R"("2026-01-01T10:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:annotations":{".":{},)"
        R"("f:run_id":{}},"f:labels":{".":{},"f:airflow_version":{},"f:dag_id":{},"f:kubernetes_pod_operator":{},)"
        R"("f:run_id":{},"f:task_id":{},"f:try_number":{}}},"f:spec":{"f:affinity":{},"f:containers":{)"
        R"("k:{\"name\":\"base\"}":{".":{},"f:args":{},"f:command":{},"f:env":{".":{},"k:{\"name\":\"STAGE\"}":{".":{},)"
        R"("f:name":{},"f:value":{}}},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{".":{},"f:limits":)"
        R"({".":{},"f:cpu":{},"f:memory":{}},"f:requests":{".":{},"f:cpu":{},"f:memory":{}}},"f:terminationMessagePath":)"
        R"({},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:enableServiceLinks":{},"f:restartPolicy":{}}}})";
    const std::string node =
        R"({"manager":"kubelet","operation":"Update","apiVersion":"v1","time":"2026-01-01T10:05:00Z",)"
        R"("fieldsType":"FieldsV1","fieldsV1":{"f:status":{"f:conditions":{"k:{\"type\":\"Ready\"}":{".":{},)"
        R"("f:lastTransitionTime":{},"f:status":{},"f:type":{}}},"f:containerStatuses":{},"f:hostIP":{},"f:phase":{},)"
        R"("f:podIP":{},"f:startTime":{}}},"subresource":"status"})";
    return R"({"name":")" + nameOf(pod) + R"(","namespace":"airflow-)" + number(pod % 25) + R"(","uid":")" +
           uidOf(pod) + R"(","resourceVersion":"0000000000","creationTimestamp":"2026-01-0)" + number(1 + pod % 9) +
           R"(T)" + number(pod / 60 % 24, "%02ld") + ":" + number(pod % 60, "%02ld") +
           R"(:00Z","labels":{"airflow_version":"3.1.0","airflow_kpo_in_cluster":"True","dag_id":"dag_)" +
           number(pod / 40 % 300) + R"(","task_id":")" + taskOf(pod) + R"(","run_id":"scheduled__2026-01-0)" +
           number(1 + pod % 9) + R"(T0000000000-)" + number(pod / 200) + R"(","try_number":")" + number(1 + pod % 3) +
           R"(","kubernetes_pod_operator":"True","already_checked":"True"},"annotations":{"run_id":"scheduled"},)" +
           R"("managedFields":[)" + manager + "," + node + "]}";
}

std::string containerOf(const char *name)
{
    return std::string(R"({"name":")") + name +
           R"(","image":"registry.example.com/data/transform:2026.1.4","command":["python","-m","transform"],"args":)"
           R"(["--from","{{ ds }}","--to","warehouse"],"env":[{"name":"STAGE","value":"prod"},{"name":"POD_IP",)"
           R"("valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"status.podIP"}}}],"resources":{"limits":{"cpu":"2",)"
           R"("memory":"4Gi"},"requests":{"cpu":"1","memory":"2Gi"}},"volumeMounts":[{"name":"kube-api-access","readOnly":)"
           R"(true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],"terminationMessagePath":)"
           R"("/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"})";
}

bool isOver(int pod)
{
    return pod % 4 != 0;
}

std::string statusOf(int pod, int restarts)
{
    const std::string state =
        isOver(pod)
            ? R"({"terminated":{"exitCode":0,"reason":"Completed","startedAt":"2026-01-01T10:00:05Z","finishedAt":)"
              R"("2026-01-01T10:05:00Z","containerID":"containerd://0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978"}})"
            : std::string(R"({"running":{"startedAt":"2026-01-01T10:00:05Z"}})");
    std::string conditions;
    for (const char *type : {"PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"})
        conditions += std::string(conditions.empty() ? "" : ",") + R"({"type":")" + type +
                      R"(","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-01T10:00:00Z"})";
    return R"({"phase":")" + std::string(isOver(pod) ? "Succeeded" : "Running") + R"(","conditions":[)" + conditions +
           R"(],"hostIP":"10.0.4.17","podIP":"10.244.)" + number(pod / 250 % 250) + "." + number(pod % 250) +
           R"(","startTime":"2026-01-01T10:00:00Z","containerStatuses":[{"name":"base","state":)" + state +
           R"(,"lastState":{},"ready":)" + (isOver(pod) ? "false" : "true") + R"(,"restartCount":)" + number(restarts) +
           R"(,"image":"registry.example.com/data/transform:2026.1.4","imageID":"registry.example.com/data/transform@sha)"
           R"(256:9b2ab3e1c0d4f5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e","started":true}],"qosClass":"Burstable"})";
}

std::string podOf(int pod, int restarts = 0)
{
    return R"({"metadata":)" + metadataOf(pod) +
           R"(,"spec":{"volumes":[{"name":"kube-api-access","projected":{"sources":)"
           R"([{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}}],"defaultMode":420}}],"containers":[)" +
           containerOf("base") +
           R"(],"restartPolicy":"Never","terminationGracePeriodSeconds":30,"dnsPolicy":)"
           R"("ClusterFirst","serviceAccountName":"default","nodeName":"ip-10-0-4-)" +
           number(pod % 200) +
           R"(.eu-west-1.compute.internal","securityContext":{},"schedulerName":"default-scheduler","tolerations":[)"
           R"({"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],)"
           R"("priority":0,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"},"status":)" +
           statusOf(pod, restarts) + "}";
}

std::string rowOf(int pod)
{
    return R"({"cells":[")" + nameOf(pod) + R"(",")" + (isOver(pod) ? R"(0/1","Completed)" : R"(1/1","Running)") +
           R"(","0","3d"],"object":{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":)" +
           metadataOf(pod) + "}}";
}

// As an API server compresses: gzip at a low level.
std::string packed(const std::string &text)
{
    z_stream stream{};
    if (deflateInit2(&stream, 4, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib");
    std::string result(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    deflate(&stream, Z_FINISH);
    result.resize(stream.total_out);
    deflateEnd(&stream);
    return result;
}

std::string unpacked(const std::string &text, size_t size)
{
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK)
        throw std::runtime_error("zlib");
    std::string result(size, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    return result;
}

std::string parameter(const std::string &target, const std::string &name)
{
    const size_t at = target.find(name + "=");
    if (at == std::string::npos)
        return {};
    const size_t from = at + name.size() + 1;
    return target.substr(from, target.find('&', from) - from);
}

bool has(const std::string &text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

PodFarm::PodFarm(int pods)
    : m_pods(pods)
    , m_server(FakeServerOptions{.isTls = false},
               [this](const FakeRequest &request, FakeAnswer &answer) { serve(request, answer); })
{
    makePages();
    makeEvents();
}

void PodFarm::makePages()
{
    for (int first = 0; first < m_pods; first += pageSize) {
        const int end = std::min(first + pageSize, m_pods);
        const std::string metadata =
            R"({"resourceVersion":"1000","continue":")" + (end < m_pods ? number(end) : "") + R"("})";
        std::string objects = R"({"kind":"PodList","apiVersion":"v1","metadata":)" + metadata + R"(,"items":[)";
        std::string rows = R"({"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":)" + metadata +
                           R"(,"columnDefinitions":)" + columns + R"(,"rows":[)";
        for (int pod = first; pod < end; ++pod) {
            objects += (pod > first ? "," : "") + podOf(pod);
            rows += (pod > first ? "," : "") + rowOf(pod);
        }
        objects += "]}";
        rows += "]}";
        m_listBytes += objects.size();
        m_objects.push_back({packed(objects), objects.size()});
        m_tables.push_back({packed(rows), rows.size()});
    }
}

void PodFarm::makeEvents()
{
    for (int i = 0; i < eventTotal; ++i) {
        const int pod = static_cast<int>(i * 7919L % m_pods);
        const std::string type = R"("apiVersion":"v1","kind":"Pod",)";
        m_events.push_back(R"({"type":"MODIFIED","object":)" + podOf(pod, 1 + i % 50).insert(1, type) + "}\n");
    }
}

void PodFarm::serve(const FakeRequest &request, FakeAnswer &answer)
{
    const std::string &target = request.target;
    if (has(target, "watch=true"))
        return has(target, "sendInitialEvents") ? answer.replyJson(422, noStream) : watch(answer);
    if (has(target, "/api/v1/pods"))
        return list(request, answer, has(request.header("accept"), "as=Table"));
    if (target.starts_with("/version"))
        return answer.replyJson(200, R"({"major":"1","minor":"35","gitVersion":"v1.35.2"})");
    if (target.starts_with("/apis"))
        return answer.replyJson(200, apiGroups);
    if (target.starts_with("/api/v1/namespaces"))
        return answer.replyJson(200, R"({"kind":"NamespaceList","apiVersion":"v1","metadata":{},"items":[]})");
    if (target.starts_with("/api/v1"))
        return answer.replyJson(200, resources);
    if (target.starts_with("/api"))
        return answer.replyJson(200, apiVersions);
    answer.replyJson(404, R"({"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404})");
}

void PodFarm::list(const FakeRequest &request, FakeAnswer &answer, bool isTable)
{
    const std::string token = parameter(request.target, "continue");
    const size_t number = (token.empty() ? 0 : static_cast<size_t>(std::stoul(token))) / pageSize;
    const std::vector<Page> &pages = isTable ? m_tables : m_objects;
    if (number >= pages.size())
        return answer.reply(410, "{}");
    const Page &page = pages[number];
    if (has(request.header("accept-encoding"), "gzip"))
        answer.reply(200, page.packed, {{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}});
    else
        answer.replyJson(200, unpacked(page.packed, page.size));
}

void PodFarm::watch(FakeAnswer &answer)
{
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds beat(10);
    answer.beginChunked(200, {{"Content-Type", "application/json"}});
    double due = 0;
    long version = 1000;
    for (auto next = Clock::now() + beat;; next += beat) {
        std::this_thread::sleep_until(next);
        std::string text;
        for (due += m_pace * 0.01; due >= 1; due -= 1) {
            text += m_events[static_cast<size_t>(version % eventTotal)];
            text.replace(text.rfind(noVersion), noVersion.size(),
                         "\"resourceVersion\":\"" + number(++version, "%010ld") + "\"");
            ++m_sent;
        }
        if (!answer.chunk(text.empty() ? "\n" : text))
            return;
    }
}

} // namespace podwright::support
