#include "tests/support/test_certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <QtGlobal>

#include <functional>

namespace podwright::support {
namespace {

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key makeKey()
{
    return {EVP_EC_gen("P-256"), &EVP_PKEY_free};
}

std::string textOf(const std::function<void(BIO *)> &write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), &BIO_free_all);
    write(bio.get());
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<size_t>(size)};
}

std::string pemOf(X509 *certificate)
{
    return textOf([&](BIO *bio) { PEM_write_bio_X509(bio, certificate); });
}

std::string pemOf(EVP_PKEY *key)
{
    return textOf([&](BIO *bio) { PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

void setName(X509_NAME *name, const std::string &text)
{
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(text.c_str()), -1, -1,
                               0);
}

void extend(X509 *certificate, X509 *issuer, int kind, const std::string &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    Q_ASSERT(extension);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate blank(const std::string &name, EVP_PKEY *key, std::chrono::seconds from, std::chrono::seconds until)
{
    static long serial = 1000;
    Certificate certificate(X509_new(), &X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from.count());
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until.count());
    X509_set_pubkey(certificate.get(), key);
    setName(X509_get_subject_name(certificate.get()), name);
    return certificate;
}

std::string alternatives(const CertificateWish &wish)
{
    std::string text;
    for (const std::string &name : wish.dns)
        text += (text.empty() ? "DNS:" : ",DNS:") + name;
    for (const std::string &address : wish.addresses)
        text += (text.empty() ? "IP:" : ",IP:") + address;
    return text;
}

} // namespace

struct CertificateAuthority::Private
{
    Key key = makeKey();
    Certificate certificate{nullptr, &X509_free};
};

CertificateAuthority::CertificateAuthority(const std::string &name)
    : d(std::make_unique<Private>())
{
    using namespace std::chrono_literals;
    d->certificate = blank(name, d->key.get(), -24h, 24h);
    X509 *self = d->certificate.get();
    X509_set_issuer_name(self, X509_get_subject_name(self));
    extend(self, self, NID_basic_constraints, "critical,CA:TRUE");
    extend(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(self, self, NID_subject_key_identifier, "hash");
    X509_sign(self, d->key.get(), EVP_sha256());
    m_pem = pemOf(self);
}

CertificateAuthority::~CertificateAuthority() = default;

IssuedCertificate CertificateAuthority::issue(const CertificateWish &wish) const
{
    const Key key = makeKey();
    const Certificate certificate = blank(wish.name, key.get(), wish.validFrom, wish.validFor);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(d->certificate.get()));
    if (const std::string names = alternatives(wish); !names.empty())
        extend(certificate.get(), d->certificate.get(), NID_subject_alt_name, names);
    X509_sign(certificate.get(), d->key.get(), EVP_sha256());
    return {pemOf(certificate.get()), pemOf(key.get())};
}

} // namespace podwright::support
