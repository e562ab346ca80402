#include "models/kube/kubeconfig_entry.h"

#include "models/core/yaml.h"

#include <QByteArray>

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace podwright::kube {
namespace {

using core::Error;
using core::Json;
using core::Position;
using core::Result;
using core::YamlDocument;

enum class Type { Text, Flag, Base64, Texts, TextLists, Mapping, Pairs };

struct Field
{
    std::string_view pointer;
    Type type;
};

constexpr std::array clusterFields{
    Field{"/server", Type::Text},
    Field{"/tls-server-name", Type::Text},
    Field{"/insecure-skip-tls-verify", Type::Flag},
    Field{"/certificate-authority", Type::Text},
    Field{"/certificate-authority-data", Type::Base64},
    Field{"/proxy-url", Type::Text},
    Field{"/disable-compression", Type::Flag},
};
constexpr std::array userFields{
    Field{"/client-certificate", Type::Text},
    Field{"/client-certificate-data", Type::Base64},
    Field{"/client-key", Type::Text},
    Field{"/client-key-data", Type::Base64},
    Field{"/token", Type::Text},
    Field{"/tokenFile", Type::Text},
    Field{"/username", Type::Text},
    Field{"/password", Type::Text},
    Field{"/as", Type::Text},
    Field{"/as-uid", Type::Text},
    Field{"/as-groups", Type::Texts},
    Field{"/as-user-extra", Type::TextLists},
    Field{"/auth-provider", Type::Mapping},
    Field{"/exec", Type::Mapping},
    Field{"/exec/command", Type::Text},
    Field{"/exec/args", Type::Texts},
    Field{"/exec/env", Type::Pairs},
    Field{"/exec/apiVersion", Type::Text},
    Field{"/exec/installHint", Type::Text},
    Field{"/exec/provideClusterInfo", Type::Flag},
    Field{"/exec/interactiveMode", Type::Text},
};
constexpr std::array contextFields{
    Field{"/cluster", Type::Text},
    Field{"/user", Type::Text},
    Field{"/namespace", Type::Text},
};

bool areTexts(const Json &value)
{
    if (!value.is_array())
        return false;
    for (const Json &item : value) {
        if (!item.is_string())
            return false;
    }
    return true;
}

bool areTextLists(const Json &value)
{
    if (!value.is_object())
        return false;
    for (const Json &item : value) {
        if (!areTexts(item))
            return false;
    }
    return true;
}

bool arePairs(const Json &value)
{
    if (!value.is_array())
        return false;
    for (const Json &item : value) {
        if (!item.is_object() || !core::at(item, {"name"}).is_string() ||
            !(core::at(item, {"value"}).is_string() || core::at(item, {"value"}).is_null()))
            return false;
    }
    return true;
}

bool isBase64(const Json &value)
{
    if (!value.is_string())
        return false;
    const QByteArray text = QByteArray::fromStdString(value.get<std::string>()).replace('\n', "").replace('\r', "");
    return text.size() % 4 == 0 &&
           QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors).decodingStatus ==
               QByteArray::Base64DecodingStatus::Ok;
}

bool fits(const Json &value, Type type)
{
    switch (type) {
    case Type::Text:
        return value.is_string();
    case Type::Flag:
        return value.is_boolean();
    case Type::Base64:
        return isBase64(value);
    case Type::Texts:
        return areTexts(value);
    case Type::TextLists:
        return areTextLists(value);
    case Type::Mapping:
        return value.is_object();
    case Type::Pairs:
        return arePairs(value);
    }
    return false;
}

QString wanted(Type type)
{
    switch (type) {
    case Type::Text:
        return QStringLiteral("must be a string");
    case Type::Flag:
        return QStringLiteral("must be true or false");
    case Type::Base64:
        return QStringLiteral("is not valid base64");
    case Type::Texts:
        return QStringLiteral("must be a list of strings");
    case Type::TextLists:
        return QStringLiteral("must be a mapping of lists of strings");
    case Type::Mapping:
        return QStringLiteral("must be a mapping");
    case Type::Pairs:
        return QStringLiteral("must be a list of name and value, both strings");
    }
    return {};
}

QString hintFor(Type type)
{
    return type == Type::Text ? QStringLiteral("put quotes around it, so that YAML does not take it for something else")
                              : QString();
}

const Json &valueAt(const Json &root, std::string_view pointer)
{
    const size_t slash = pointer.find('/', 1);
    const Json &first = core::at(root, {pointer.substr(1, slash == std::string_view::npos ? slash : slash - 1)});
    return slash == std::string_view::npos ? first : core::at(first, {pointer.substr(slash + 1)});
}

// One of the three lists.
struct Section
{
    const char *list;
    const char *key; // of the mapping beside the name
    std::span<const Field> fields;
};

class Reader
{
public:
    Reader(const YamlDocument &document, const QString &file)
        : m_document(document)
        , m_file(file)
    {}

    Result<KubeconfigFile> read()
    {
        KubeconfigFile result;
        if (m_document.value.is_null())
            return result;
        if (auto problem = checkHead())
            return *problem;
        std::vector<std::string> unused;
        const auto problem = readSection({"clusters", "cluster", clusterFields}, result.clusters, unused);
        if (problem)
            return *problem;
        if (auto trouble = readSection({"users", "user", userFields}, result.users, unused))
            return *trouble;
        if (auto trouble = readSection({"contexts", "context", contextFields}, result.contexts, result.contextOrder))
            return *trouble;
        result.currentContext = core::textAt(m_document.value, {"current-context"});
        return result;
    }

private:
    Error problemAt(const std::string &pointer, const QString &message, const QString &hint = {}) const
    {
        return Error{.kind = Error::Kind::Invalid,
                     .message = message,
                     .where = m_file,
                     .position = m_document.positionOf(pointer),
                     .hint = hint};
    }

    std::optional<Error> checkHead() const
    {
        const Json &root = m_document.value;
        if (!root.is_object())
            return problemAt("",
                             QStringLiteral("this is not a kubeconfig: it must be a mapping with clusters, users and "
                                            "contexts"));
        const Json &kind = core::at(root, {"kind"});
        if (!kind.is_null() && kind != "Config" && kind != "")
            return problemAt("/kind", QStringLiteral("this is not a kubeconfig: its kind is not Config"));
        const Json &version = core::at(root, {"apiVersion"});
        if (!version.is_null() && version != "v1" && version != "")
            return problemAt("/apiVersion", QStringLiteral("the apiVersion of this kubeconfig is not v1"));
        const Json &current = core::at(root, {"current-context"});
        if (!current.is_null() && !current.is_string())
            return problemAt("/current-context", QStringLiteral("current-context must be a string"),
                             hintFor(Type::Text));
        return {};
    }

    std::optional<Error> readSection(const Section &section, KubeconfigEntries &entries,
                                     std::vector<std::string> &order) const
    {
        const Json &list = core::at(m_document.value, {section.list});
        const std::string pointer = std::string("/") + section.list;
        if (list.is_null())
            return {};
        if (!list.is_array())
            return problemAt(pointer, QStringLiteral("%1 must be a list").arg(QLatin1String(section.list)));
        for (size_t i = 0; i < list.size(); ++i) {
            if (auto problem = readEntry(section, list[i], pointer + '/' + std::to_string(i), entries, order))
                return problem;
        }
        return {};
    }

    std::optional<Error> readEntry(const Section &section, const Json &item, const std::string &pointer,
                                   KubeconfigEntries &entries, std::vector<std::string> &order) const
    {
        const QString key = QLatin1String(section.key);
        const Json &name = core::at(item, {"name"});
        if (!item.is_object() || !name.is_string() || name == "")
            return problemAt(pointer, QStringLiteral("a %1 here has no name").arg(key),
                             QStringLiteral("an entry is written as name: NAME and %1: {...}; names that look like "
                                            "numbers need quotes")
                                 .arg(key));
        const QString title = QString::fromStdString(name.get<std::string>());
        const Json &value = core::at(item, {section.key});
        if (!value.is_object() && !value.is_null())
            return problemAt(pointer + '/' + section.key,
                             QStringLiteral("%1 \"%2\" must be a mapping").arg(key, title));
        KubeconfigEntry entry = entryOf(value.is_null() ? Json::object() : value, pointer, pointer + '/' + section.key);
        if (auto problem = checkFields(section, entry, QStringLiteral("%1 \"%2\"").arg(key, title)))
            return problem;
        const auto [place, isNew] = entries.emplace(name.get<std::string>(), std::move(entry));
        if (!isNew)
            return problemAt(pointer, QStringLiteral("the %1 \"%2\" is there twice in this file").arg(key, title),
                             QStringLiteral("the other is on line %1").arg(place->second.position.line));
        order.push_back(name.get<std::string>());
        return {};
    }

    KubeconfigEntry entryOf(const Json &value, const std::string &pointer, const std::string &inside) const
    {
        KubeconfigEntry entry;
        entry.value = value;
        entry.file = m_file;
        entry.position = m_document.positionOf(pointer);
        const std::string prefix = inside + '/';
        for (auto at = m_document.keys.lower_bound(prefix);
             at != m_document.keys.end() && at->first.starts_with(prefix); ++at)
            entry.places.emplace(at->first.substr(inside.size()), at->second);
        return entry;
    }

    std::optional<Error> checkFields(const Section &section, const KubeconfigEntry &entry, const QString &title) const
    {
        for (const Field &field : section.fields) {
            const Json &value = valueAt(entry.value, field.pointer);
            if (value.is_null() || fits(value, field.type))
                continue;
            const QString name =
                QString::fromUtf8(field.pointer.data() + 1, static_cast<qsizetype>(field.pointer.size()) - 1)
                    .replace(QLatin1Char('/'), QLatin1Char('.'));
            return entry.error(std::string(field.pointer),
                               QStringLiteral("%1 of %2 %3").arg(name, title, wanted(field.type)), hintFor(field.type));
        }
        return {};
    }

    const YamlDocument &m_document;
    const QString m_file;
};

} // namespace

Error KubeconfigEntry::error(const std::string &pointer, const QString &message, const QString &hint) const
{
    const auto place = places.find(pointer);
    return Error{.kind = Error::Kind::Invalid,
                 .message = message,
                 .where = file,
                 .position = place == places.end() ? position : place->second,
                 .hint = hint};
}

Result<KubeconfigFile> readKubeconfig(std::string_view text, const QString &file)
{
    auto document = core::readYaml(text);
    if (document)
        return Reader(*document, file).read();
    Error error = document.error();
    error.where = file;
    return error;
}

} // namespace podwright::kube
