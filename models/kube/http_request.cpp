#include "models/kube/http_request.h"

#include "models/kube/http_delivery.h"

#include <algorithm>

namespace podwright::kube {

std::string Response::header(std::string_view name) const
{
    const auto found =
        std::ranges::find(headers, name, [](const auto &entry) { return std::string_view(entry.first); });
    return found == headers.end() ? std::string() : found->second;
}

RequestHandle::RequestHandle(std::shared_ptr<Delivery> delivery)
    : m_delivery(std::move(delivery))
{}

void RequestHandle::cancel()
{
    if (m_delivery)
        m_delivery->cancel();
}

void RequestHandle::setHeld(bool isHeld)
{
    if (m_delivery)
        m_delivery->setHeld(isHeld);
}

bool RequestHandle::isActive() const
{
    return m_delivery && m_delivery->isActive();
}

} // namespace podwright::kube
