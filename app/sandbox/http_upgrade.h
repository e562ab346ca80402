#pragma once

#include <boost/beast/http.hpp>

namespace podwright::sandbox {

struct UpgradeRequest
{
    boost::beast::http::request<boost::beast::http::string_body> message;
};

} // namespace podwright::sandbox
