#include "app/sandbox/pod_checks.h"

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

void checkHttp(const Json &action, const std::string &path, Problems &problems)
{
    if (textAt(action, {"path"}).empty())
        problems.required(path + ".path");
    const Json &port = at(action, {"port"});
    constexpr int highest = 65535;
    if (port.is_string())
        problems.invalid(path + ".port", port, portName(port.get<std::string>()));
    else if (!port.is_number_integer() || port < 1 || port > highest)
        problems.invalid(path + ".port", port, std::string("must be between 1 and 65535, inclusive"));
    problems.oneOf(path + ".scheme", at(action, {"scheme"}), {"HTTP", "HTTPS"});
    for (const Json &header : at(action, {"httpHeaders"}))
        problems.invalid(path + ".httpHeaders", at(header, {"name"}), headerName(textAt(header, {"name"})));
}

void checkHandler(const Json &handler, const std::string &path, Problems &problems)
{
    int count = 0;
    for (const char *kind : {"exec", "httpGet", "tcpSocket", "grpc", "sleep"}) {
        if (!at(handler, {kind}).is_object())
            continue;
        if (++count > 1)
            problems.forbidden(path + '.' + kind, "may not specify more than 1 handler type");
    }
    if (count == 0)
        problems.required(path, "must specify a handler type");
    if (at(handler, {"exec"}).is_object() && at(handler, {"exec", "command"}).empty())
        problems.required(path + ".exec.command");
    if (at(handler, {"httpGet"}).is_object())
        checkHttp(handler["httpGet"], path + ".httpGet", problems);
}

void checkProbe(const Json &probe, const std::string &path, bool isReadiness, Problems &problems)
{
    checkHandler(probe, path, problems);
    for (const char *field :
         {"initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"})
        if (core::intAt(probe, {field}) < 0)
            problems.invalid(path + '.' + field, at(probe, {field}), std::string("must be greater than or equal to 0"));
    if (!isReadiness && core::intAt(probe, {"successThreshold"}, 1) != 1)
        problems.invalid(path + ".successThreshold", at(probe, {"successThreshold"}), std::string("must be 1"));
    const Json &grace = at(probe, {"terminationGracePeriodSeconds"});
    if (isReadiness && !grace.is_null())
        problems.invalid(path + ".terminationGracePeriodSeconds", grace,
                         std::string("must not be set for readinessProbes"));
    else if (grace.is_number_integer() && grace < 1)
        problems.invalid(path + ".terminationGracePeriodSeconds", grace, std::string("must be greater than 0"));
}

} // namespace

void checkProbes(const Json &container, const std::string &path, bool isInit, Problems &problems)
{
    const bool isPlainInit = isInit && textAt(container, {"restartPolicy"}) != "Always";
    for (const char *field : {"lifecycle", "livenessProbe", "readinessProbe", "startupProbe"}) {
        const Json &value = at(container, {field});
        const std::string place = path + '.' + field;
        if (value.is_null())
            continue;
        if (isPlainInit)
            problems.forbidden(place, "may not be set for init containers without restartPolicy=Always");
        else if (std::string_view(field) != "lifecycle")
            checkProbe(value, place, std::string_view(field) == "readinessProbe", problems);
    }
    if (isPlainInit)
        return;
    for (const char *hook : {"postStart", "preStop"})
        if (at(container, {"lifecycle", hook}).is_object())
            checkHandler(container["lifecycle"][hook], path + ".lifecycle." + hook, problems);
}

} // namespace podwright::sandbox
