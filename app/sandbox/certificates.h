#pragma once

#include <string>

namespace podwright::sandbox {

struct CertificatePair
{
    std::string caCertificate, serverCertificate, serverKey; // PEM
};

// A CA of its own and a server certificate it signed, for 127.0.0.1 and localhost, P-256, valid for a year.
// The CA's key is forgotten at once. Throws std::runtime_error.
CertificatePair makeCertificates();

} // namespace podwright::sandbox
