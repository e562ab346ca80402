#pragma once

#include "models/core/result.h"

#include <QString>

#include <string>
#include <string_view>

namespace podwright::kube {

// Ok if the text holds at least one PEM certificate and all of them can be read. `what` names it in the error.
core::Result<void> checkCertificates(std::string_view pem, const QString &what);
// Ok if both can be read and the key belongs to the first certificate.
core::Result<void> checkKeyPair(std::string_view certificatePem, std::string_view keyPem, const QString &what);

// What is wrong with the server's certificate, in a sentence, and what to do about it.
struct TlsProblem
{
    QString message;
    QString hint;
};
// `verifyResult` is OpenSSL's X509_V_ERR code, 0 for a name that does not match; `host` is the name that was expected.
TlsProblem describeVerifyFailure(long verifyResult, const QString &host);

} // namespace podwright::kube
