#include "models/kube/tls.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <memory>

namespace podwright::kube {
namespace {

using core::Error;
using core::Result;

using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Bio bioOf(std::string_view text)
{
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free_all};
}

Certificate readCertificate(BIO *bio)
{
    return {PEM_read_bio_X509(bio, nullptr, nullptr, nullptr), &X509_free};
}

// Before OpenSSL is used: at exit it would take away what threads free themselves that are just ending, as those of a
// thread pool may after they were waited for.
[[maybe_unused]] const int staysToTheEnd = OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);

// An encrypted key is refused instead of asking for its password on the terminal.
int noPassword(char *, int, int, void *)
{
    return -1;
}

Error invalid(const QString &message, const QString &hint = {})
{
    return Error{.kind = Error::Kind::Invalid, .message = message, .hint = hint};
}

bool isOnlyEndOfText()
{
    const auto code = ERR_peek_last_error();
    return ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE;
}

} // namespace

Result<void> checkCertificates(std::string_view pem, const QString &what)
{
    const Bio bio = bioOf(pem);
    int count = 0;
    ERR_clear_error();
    while (readCertificate(bio.get()))
        ++count;
    const bool isClean = isOnlyEndOfText();
    ERR_clear_error();
    if (count == 0 && isClean)
        return invalid(QStringLiteral("%1 holds no PEM certificate").arg(what),
                       QStringLiteral("a certificate begins with -----BEGIN CERTIFICATE-----"));
    if (!isClean)
        return invalid(QStringLiteral("certificate %1 in %2 cannot be read").arg(count + 1).arg(what),
                       QStringLiteral("the PEM text is damaged"));
    return {};
}

Result<void> checkKeyPair(std::string_view certificatePem, std::string_view keyPem, const QString &what)
{
    if (const auto checked = checkCertificates(certificatePem, QStringLiteral("the client certificate of ") + what);
        !checked)
        return checked;
    const Bio certificateBio = bioOf(certificatePem);
    const Bio keyBio = bioOf(keyPem);
    const Certificate certificate = readCertificate(certificateBio.get());
    const Key key(PEM_read_bio_PrivateKey(keyBio.get(), nullptr, &noPassword, nullptr), &EVP_PKEY_free);
    const bool matches = key && X509_check_private_key(certificate.get(), key.get()) == 1;
    ERR_clear_error();
    if (!key)
        return invalid(QStringLiteral("the client key of %1 cannot be read").arg(what),
                       QStringLiteral("it must be a PEM private key without a password"));
    if (!matches)
        return invalid(QStringLiteral("the client key of %1 does not belong to its client certificate").arg(what));
    return {};
}

TlsProblem describeVerifyFailure(long verifyResult, const QString &host)
{
    switch (verifyResult) {
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED: // what libcurl begins with
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return {QStringLiteral("the server's certificate was not issued for \"%1\"").arg(host),
                QStringLiteral("set tls-server-name to a name that the certificate carries, or correct the server's "
                               "address")};
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return {QStringLiteral("the server's certificate has expired"),
                QStringLiteral("renew it on the cluster, and check this machine's clock")};
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return {QStringLiteral("the server's certificate is not valid yet"),
                QStringLiteral("check this machine's clock")};
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        return {QStringLiteral("the server's certificate is not signed by a trusted authority"),
                QStringLiteral("give the cluster's own authority in certificate-authority or "
                               "certificate-authority-data; the one in the kubeconfig may be that of another cluster")};
    default:
        return {QStringLiteral("the server's certificate is not accepted: %1")
                    .arg(QString::fromLatin1(X509_verify_cert_error_string(verifyResult))),
                {}};
    }
}

} // namespace podwright::kube
