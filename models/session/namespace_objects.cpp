#include "models/session/namespace_objects.h"

#include "models/core/strings.h"
#include "models/kube/paths.h"

#include <algorithm>
#include <array>
#include <map>

namespace podwright::session {

using core::Json;
using core::qt;
using core::textAt;
using tables::FactRow;

namespace {

constexpr std::array kinds{NamespaceKind{"serviceaccounts", "Service account"}, NamespaceKind{"secrets", "Secret"},
                           NamespaceKind{"configmaps", "Config map"}, NamespaceKind{"resourcequotas", "Quota"},
                           NamespaceKind{"limitranges", "Limit range"}};

constexpr size_t mostOfAKind = 200;

std::string collectionPath(const std::string &resource, const std::string &ns)
{
    return "/api/v1/namespaces/" + kube::escape(ns) + '/' + resource;
}

// A row of the server's table as texts, by the titles of its columns.
std::map<std::string, QString> cellsOf(const Json &table, const Json &row)
{
    std::map<std::string, QString> cells;
    const Json &columns = core::at(table, {"columnDefinitions"});
    const Json &values = core::at(row, {"cells"});
    for (size_t i = 0; columns.is_array() && values.is_array() && i < std::min(columns.size(), values.size()); ++i) {
        const Json &value = values[i];
        cells[textAt(columns[i], {"name"})] = value.is_string() ? qt(value.get<std::string>()) : qt(value.dump());
    }
    return cells;
}

QString keyCount(const QString &count)
{
    return count == QStringLiteral("1") ? QStringLiteral("1 key") : count + QStringLiteral(" keys");
}

FactRow factOf(const NamespaceKind &kind, std::map<std::string, QString> cells)
{
    FactRow row{.title = QLatin1StringView(kind.title), .name = cells["Name"], .detail = {}};
    const QString &type = cells["Type"];
    if (type == QStringLiteral("kubernetes.io/dockerconfigjson") || type == QStringLiteral("kubernetes.io/dockercfg"))
        row.title = QStringLiteral("Pull secret");
    else if (cells.contains("Data"))
        row.detail = keyCount(cells["Data"]);
    if (!type.isEmpty() && type != QStringLiteral("Opaque") && row.title == QLatin1StringView(kind.title))
        row.detail += QStringLiteral(" · ") + type;
    for (const char *column : {"Request", "Limit"}) {
        if (const QString text = cells[column]; !text.isEmpty())
            row.detail += (row.detail.isEmpty() ? QString() : QStringLiteral(" · ")) + text;
    }
    return row;
}

} // namespace

std::span<const NamespaceKind> namespaceKinds()
{
    return kinds;
}

kube::Request listRequest(const NamespaceKind &kind, const std::string &ns)
{
    kube::Request request;
    request.path = collectionPath(kind.resource, ns);
    request.query = {{"includeObject", "None"}, {"limit", std::to_string(mostOfAKind)}};
    request.accept = "application/json;as=Table;v=v1;g=meta.k8s.io, application/json;as=PartialObjectMetadataList;v=v1;"
                     "g=meta.k8s.io";
    return request;
}

std::vector<FactRow> factsOf(const NamespaceKind &kind, const Json &answer)
{
    std::vector<FactRow> rows;
    for (const Json &row : core::at(answer, {"rows"}))
        rows.push_back(factOf(kind, cellsOf(answer, row)));
    for (const Json &item : core::at(answer, {"items"}))
        rows.push_back(
            {.title = QLatin1StringView(kind.title), .name = qt(textAt(item, {"metadata", "name"})), .detail = {}});
    const auto more = core::intAt(answer, {"metadata", "remainingItemCount"});
    if (more > 0)
        rows.push_back(
            {.title = QLatin1StringView(kind.title), .name = {}, .detail = QStringLiteral("and %1 more").arg(more)});
    return rows;
}

FactRow troubleOf(const NamespaceKind &kind, const core::Error &error)
{
    const bool isForbidden = error.kind == core::Error::Kind::Forbidden;
    return {.title = QLatin1StringView(kind.title),
            .name = {},
            .detail = isForbidden ? QStringLiteral("you may not list these") : error.message,
            .tone = isForbidden ? tables::Tone::Neutral : tables::Tone::Waiting};
}

kube::Request keysRequest(const std::string &resource, const std::string &ns, const std::string &name)
{
    kube::Request request;
    request.path = collectionPath(resource, ns) + '/' + kube::escape(name);
    request.accept = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    return request;
}

std::vector<std::string> keysOf(const Json &metadata)
{
    std::vector<std::string> keys;
    for (const Json &manager : core::at(metadata, {"metadata", "managedFields"})) {
        for (const char *part : {"f:data", "f:binaryData", "f:stringData"}) {
            const Json &fields = core::at(manager, {"fieldsV1", part});
            if (!fields.is_object())
                continue;
            for (const auto &[field, value] : fields.items()) {
                if (field.starts_with("f:"))
                    keys.push_back(field.substr(2));
            }
        }
    }
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

} // namespace podwright::session
