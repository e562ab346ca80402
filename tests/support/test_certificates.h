#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace podwright::support {

struct IssuedCertificate
{
    std::string certificate, key; // PEM
};

struct CertificateWish
{
    std::string name = "localhost";            // common name
    std::vector<std::string> dns{"localhost"}; // alternative names
    std::vector<std::string> addresses{"127.0.0.1"};
    std::chrono::seconds validFrom{-3600}; // from now
    std::chrono::seconds validFor{3600};
};

// A certificate authority made for one test, with EC keys.
class CertificateAuthority
{
public:
    explicit CertificateAuthority(const std::string &name = "Test Authority");
    ~CertificateAuthority();

    const std::string &pem() const { return m_pem; }
    IssuedCertificate issue(const CertificateWish &wish = {}) const;

private:
    struct Private;
    std::unique_ptr<Private> d;
    std::string m_pem;
};

} // namespace podwright::support
