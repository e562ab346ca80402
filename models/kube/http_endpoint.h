#pragma once

#include "models/core/result.h"
#include "models/kube/kubeconfig.h"

#include <QString>

#include <string>

namespace podwright::kube {

// How a connection's server is reached: what is the same for all its requests, in libcurl's terms.
struct Endpoint
{
    std::string baseUrl;    // "https://host:port/prefix" without a slash at the end
    std::string hostHeader; // set when the URL carries the TLS server name instead of the host
    std::string connectTo;  // then also "name:port:host:port"
    std::string tlsName;    // the name a certificate must carry
    std::string authority;  // PEM; empty = the system's
    std::string proxy;      // URL; empty = see usesProxyVariables
    bool usesProxyVariables = true;
    std::string variableProxy; // of a variable that libcurl reads otherwise than client-go
    bool isInsecure = false;
    bool compresses = true;

    bool isTls() const { return baseUrl.starts_with("https:"); }
};

// Reads the authority's file. Errors: Invalid, Io, NotFound.
core::Result<Endpoint> endpointOf(const Connection &connection);
// The PEM bundle that replaces the system's roots; empty if none is configured.
core::Result<std::string> authorityPem(const Connection &connection);

} // namespace podwright::kube
