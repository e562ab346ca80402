#include "models/session/pod_usage.h"

#include "models/kube/paths.h"
#include "models/kube/timestamps.h"
#include "models/task/quantity.h"

#include <QLocale>

#include <algorithm>

namespace podwright::session {

using core::at;
using core::Json;
using core::textAt;

namespace {

constexpr const char *metricsRoot = "/apis/metrics.k8s.io/v1beta1";
constexpr size_t mostMeasuredContainers = 100;
constexpr qint64 mostFigure = qint64(1) << 56; // a server may say anything
constexpr qint64 mebibyte = 1024 * 1024;

qint64 inBounds(qint64 figure)
{
    return std::clamp<qint64>(figure, 0, mostFigure);
}

// "1.5" of 1.5, "2" of 2.0, "381" of 380.6
QString shortNumber(double number)
{
    return number >= 100 ? QString::number(qRound64(number)) : QLocale::c().toString(number, 'g', 3);
}

} // namespace

kube::Request metricsDiscovery()
{
    kube::Request request;
    request.path = metricsRoot;
    return request;
}

kube::Request podMetricsRequest(const std::string &ns, const std::string &pod)
{
    kube::Request request;
    request.path = std::string(metricsRoot) + "/namespaces/" + kube::escape(ns) + "/pods/" + kube::escape(pod);
    return request;
}

core::Result<std::vector<runs::UsageSample>> readPodMetrics(const Json &metrics)
{
    const Json &containers = at(metrics, {"containers"});
    const QDateTime stamp = kube::timeAt(metrics, {"timestamp"});
    if (!containers.is_array() || !stamp.isValid())
        return core::Error{.kind = core::Error::Kind::Invalid,
                           .message = QStringLiteral("the metrics server's answer holds no figures of a pod")};
    std::vector<runs::UsageSample> samples;
    for (const Json &container : containers) {
        const auto processor = task::Quantity::fromJson(at(container, {"usage", "cpu"}));
        const auto memory = task::Quantity::fromJson(at(container, {"usage", "memory"}));
        const std::string name = textAt(container, {"name"});
        if (!name.empty() && processor && memory && samples.size() < mostMeasuredContainers)
            samples.push_back({.container = name,
                               .at = stamp.toUTC(),
                               .milliCores = inBounds(processor->milliValue()),
                               .bytes = inBounds(memory->value())});
    }
    return samples;
}

QString processorText(qint64 milliCores)
{
    if (milliCores < 1000)
        return QStringLiteral("%1m").arg(milliCores);
    return shortNumber(static_cast<double>(milliCores) / 1000);
}

QString memoryText(qint64 bytes)
{
    if (bytes < mebibyte)
        return QStringLiteral("%1 KiB").arg(bytes / 1024);
    const double size = static_cast<double>(bytes) / mebibyte;
    return size < 1024 ? QStringLiteral("%1 MiB").arg(shortNumber(size))
                       : QStringLiteral("%1 GiB").arg(shortNumber(size / 1024));
}

} // namespace podwright::session
