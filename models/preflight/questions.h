#pragma once

#include "models/core/json.h"
#include "models/kube/api_client.h"

#include <any>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// Single questions to an API server. What reads the answer runs on the network thread.
namespace podwright::preflight {

using Query = std::vector<std::pair<std::string, std::string>>;
template<class T>
using Put = std::function<void(core::Result<T>)>;

kube::Request getting(std::string path, Query query = {});
core::Result<core::Json> jsonOf(const kube::Response &response);

// `put` is called on the client's thread, never after `owner` is gone.
template<class T>
kube::RequestHandle ask(kube::ApiClient &client, QObject *owner, kube::Request request,
                        std::function<core::Result<T>(const kube::Response &)> read, Put<T> put)
{
    kube::DeliveryHandlers handlers;
    handlers.decode = [read = std::move(read)](core::Result<kube::Response> response) -> std::any {
        return std::make_shared<core::Result<T>>(response ? read(*response) : core::Result<T>(response.error()));
    };
    handlers.ended = [put = std::move(put)](std::any value) {
        put(std::move(*std::any_cast<std::shared_ptr<core::Result<T>>>(value)));
    };
    return client.start(std::move(request), owner, std::move(handlers));
}

template<class T>
kube::RequestHandle get(kube::ApiClient &client, QObject *owner, std::string path, Query query,
                        T (*read)(const core::Json &), Put<T> put)
{
    const auto decode = [read](const kube::Response &response) -> core::Result<T> {
        const auto json = jsonOf(response);
        return json ? core::Result<T>(read(*json)) : core::Result<T>(json.error());
    };
    return ask<T>(client, owner, getting(std::move(path), std::move(query)), decode, std::move(put));
}

template<class T, T (*read)(const core::Json &)>
std::vector<T> readList(const core::Json &list)
{
    std::vector<T> items;
    if (const core::Json &found = core::at(list, {"items"}); found.is_array()) {
        for (const core::Json &item : found)
            items.push_back(read(item));
    }
    return items;
}

} // namespace podwright::preflight
