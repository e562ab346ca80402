#include "app/sandbox/certificates.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace podwright::sandbox {
namespace {

template<auto Free>
struct Freed
{
    template<class T>
    void operator()(T *object) const
    {
        Free(object);
    }
};

using PrivateKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Buffer = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

void check(bool ok)
{
    if (!ok)
        throw std::runtime_error("OpenSSL cannot make the certificates of the sandbox");
}

std::string textOf(BIO *buffer)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(buffer, &data);
    return {data, static_cast<size_t>(size)};
}

std::string pemOf(X509 *certificate)
{
    const Buffer buffer(BIO_new(BIO_s_mem()));
    check(PEM_write_bio_X509(buffer.get(), certificate) == 1);
    return textOf(buffer.get());
}

std::string pemOf(EVP_PKEY *key)
{
    const Buffer buffer(BIO_new(BIO_s_mem()));
    check(PEM_write_bio_PrivateKey(buffer.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return textOf(buffer.get());
}

void extend(X509 *certificate, X509 *issuer, int kind, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    check(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

void setName(X509_NAME *name, const char *text)
{
    check(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(text), -1, -1,
                                     0) == 1);
}

Certificate blank(EVP_PKEY *key, const char *name)
{
    constexpr long anHour = 3600, aYear = 365L * 24 * 3600;
    Certificate certificate(X509_new());
    unsigned char serial[8] = {};
    check(certificate && RAND_bytes(serial, sizeof serial) == 1);
    serial[0] &= 0x7f;
    std::unique_ptr<BIGNUM, Freed<BN_free>> number(BN_bin2bn(serial, sizeof serial, nullptr));
    check(number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get())));
    check(X509_set_version(certificate.get(), 2) == 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -anHour);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), aYear);
    check(X509_set_pubkey(certificate.get(), key) == 1);
    setName(X509_get_subject_name(certificate.get()), name);
    return certificate;
}

void sign(X509 *certificate, X509 *issuer, EVP_PKEY *key)
{
    check(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1);
    check(X509_sign(certificate, key, EVP_sha256()) > 0);
}

} // namespace

CertificatePair makeCertificates()
{
    const PrivateKey caKey(EVP_EC_gen("P-256")), serverKey(EVP_EC_gen("P-256"));
    check(caKey && serverKey);
    const Certificate authority = blank(caKey.get(), "podwright-sandbox-ca");
    extend(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(authority.get(), authority.get(), NID_subject_key_identifier, "hash");
    sign(authority.get(), authority.get(), caKey.get());

    const Certificate server = blank(serverKey.get(), "podwright-sandbox");
    extend(server.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE");
    extend(server.get(), authority.get(), NID_ext_key_usage, "serverAuth");
    extend(server.get(), authority.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
    sign(server.get(), authority.get(), caKey.get());
    return {pemOf(authority.get()), pemOf(server.get()), pemOf(serverKey.get())};
}

} // namespace podwright::sandbox
