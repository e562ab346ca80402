#pragma once

#include "models/core/error.h"

#include <curl/curl.h>

#include <QString>

#include <string>

namespace podwright::kube {

// Why a transfer failed, for the person at the screen.
struct FailureFacts
{
    CURLcode code = CURLE_OK;
    std::string detail;    // libcurl's error buffer
    long systemError = 0;  // errno of the connection
    long verifyResult = 0; // OpenSSL's
    QString server;        // the URL that was configured
    QString tlsName;       // the name the certificate must carry
    bool hasClientCertificate = false;
};

core::Error describeFailure(const FailureFacts &facts);

} // namespace podwright::kube
