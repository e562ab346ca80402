#include "app/sandbox/protobuf.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/base64.h"

#include <map>
#include <vector>

namespace podwright::sandbox {
namespace {

// How one field of a message reads.
enum class Type { Text, Bytes, Number, Flag, Message, TextMap, BytesMap, QuantityMap, TextList, MessageList };

struct Field
{
    const char *name;
    Type type = Type::Text;
    const char *message = ""; // of Message and MessageList
};

using Message = std::map<std::uint64_t, Field>;

using Messages = std::map<std::string, Message>;

Messages objectMessages()
{
    return {{"Unknown", {{1, {"typeMeta", Type::Message, "TypeMeta"}}, {2, {"raw", Type::Bytes}}}},
            {"TypeMeta", {{1, {"apiVersion"}}, {2, {"kind"}}}},
            {"ObjectMeta",
             {{1, {"name"}},
              {2, {"generateName"}},
              {3, {"namespace"}},
              {5, {"uid"}},
              {6, {"resourceVersion"}},
              {11, {"labels", Type::TextMap}},
              {12, {"annotations", Type::TextMap}}}},
            {"Reference", {{3, {"name"}}}},
            {"LocalReference", {{1, {"name"}}}},
            {"Namespace", {{1, {"metadata", Type::Message, "ObjectMeta"}}}},
            {"ConfigMap",
             {{1, {"metadata", Type::Message, "ObjectMeta"}},
              {2, {"data", Type::TextMap}},
              {3, {"binaryData", Type::BytesMap}},
              {4, {"immutable", Type::Flag}}}},
            {"Secret",
             {{1, {"metadata", Type::Message, "ObjectMeta"}},
              {2, {"data", Type::BytesMap}},
              {3, {"type"}},
              {4, {"stringData", Type::TextMap}},
              {5, {"immutable", Type::Flag}}}},
            {"ServiceAccount",
             {{1, {"metadata", Type::Message, "ObjectMeta"}},
              {2, {"secrets", Type::MessageList, "Reference"}},
              {3, {"imagePullSecrets", Type::MessageList, "LocalReference"}},
              {4, {"automountServiceAccountToken", Type::Flag}}}},
            {"ResourceQuota",
             {{1, {"metadata", Type::Message, "ObjectMeta"}}, {2, {"spec", Type::Message, "ResourceQuotaSpec"}}}},
            {"ResourceQuotaSpec", {{1, {"hard", Type::QuantityMap}}, {2, {"scopes", Type::TextList}}}},
            {"MapEntry", {{1, {"key"}}, {2, {"value"}}}},
            {"BytesEntry", {{1, {"key"}}, {2, {"value", Type::Bytes}}}},
            {"QuantityEntry", {{1, {"key"}}, {2, {"value", Type::Message, "Quantity"}}}},
            {"Quantity", {{1, {"string"}}}}};
}

Messages requestMessages()
{
    return {{"SelfSubjectAccessReview",
             {{1, {"metadata", Type::Message, "ObjectMeta"}}, {2, {"spec", Type::Message, "AccessReviewSpec"}}}},
            {"AccessReviewSpec",
             {{1, {"resourceAttributes", Type::Message, "ResourceAttributes"}},
              {2, {"nonResourceAttributes", Type::Message, "NonResourceAttributes"}}}},
            {"ResourceAttributes",
             {{1, {"namespace"}},
              {2, {"verb"}},
              {3, {"group"}},
              {4, {"version"}},
              {5, {"resource"}},
              {6, {"subresource"}},
              {7, {"name"}}}},
            {"NonResourceAttributes", {{1, {"path"}}, {2, {"verb"}}}},
            {"SelfSubjectRulesReview",
             {{1, {"metadata", Type::Message, "ObjectMeta"}}, {2, {"spec", Type::Message, "RulesReviewSpec"}}}},
            {"RulesReviewSpec", {{1, {"namespace"}}}},
            {"SelfSubjectReview", {{1, {"metadata", Type::Message, "ObjectMeta"}}}},
            {"DeleteOptions",
             {{1, {"gracePeriodSeconds", Type::Number}},
              {2, {"preconditions", Type::Message, "Preconditions"}},
              {3, {"orphanDependents", Type::Flag}},
              {4, {"propagationPolicy"}},
              {5, {"dryRun", Type::TextList}}}},
            {"TokenRequest",
             {{1, {"metadata", Type::Message, "ObjectMeta"}}, {2, {"spec", Type::Message, "TokenRequestSpec"}}}},
            {"TokenRequestSpec",
             {{1, {"audiences", Type::TextList}},
              {3, {"boundObjectRef", Type::Message, "BoundReference"}},
              {4, {"expirationSeconds", Type::Number}}}},
            {"BoundReference", {{1, {"kind"}}, {2, {"apiVersion"}}, {3, {"name"}}, {4, {"uid"}}}},
            {"Preconditions", {{1, {"uid"}}, {2, {"resourceVersion"}}}},
            {"Eviction",
             {{1, {"metadata", Type::Message, "ObjectMeta"}}, {2, {"deleteOptions", Type::Message, "DeleteOptions"}}}}};
}

const Messages &schema()
{
    static const Messages messages = [] {
        Messages all = objectMessages();
        all.merge(requestMessages());
        return all;
    }();
    return messages;
}

[[noreturn]] void malformed()
{
    throw badRequest("the body of the request is not a valid protobuf message");
}

class Reader
{
public:
    explicit Reader(std::string_view data)
        : m_data(data)
    {}

    bool isAtEnd() const { return m_data.empty(); }

    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_data.empty())
                malformed();
            const auto byte = static_cast<unsigned char>(m_data.front());
            m_data.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
        malformed();
    }

    std::string_view bytes(std::uint64_t length)
    {
        if (length > m_data.size())
            malformed();
        const std::string_view taken = m_data.substr(0, length);
        m_data.remove_prefix(length);
        return taken;
    }

    std::string_view block() { return bytes(varint()); }

private:
    std::string_view m_data;
};

Json decoded(std::string_view data, const std::string &message, int depth);

void addEntry(Json &map, std::string_view data, const char *entryMessage, int depth)
{
    const Json entry = decoded(data, entryMessage, depth);
    const Json &value = core::at(entry, {"value"});
    map[core::textAt(entry, {"key"})] = value.is_object() ? Json(core::textAt(value, {"string"}))
                                        : value.is_null() ? Json("")
                                                          : value;
}

void takeBlock(Json &object, const Field &field, std::string_view block, int depth)
{
    Json &slot = object[field.name];
    switch (field.type) {
    case Type::Message:
        slot = decoded(block, field.message, depth);
        break;
    case Type::MessageList:
        slot.push_back(decoded(block, field.message, depth));
        break;
    case Type::TextList:
        slot.push_back(std::string(block));
        break;
    case Type::TextMap:
        addEntry(slot, block, "MapEntry", depth);
        break;
    case Type::BytesMap:
        addEntry(slot, block, "BytesEntry", depth);
        break;
    case Type::QuantityMap:
        addEntry(slot, block, "QuantityEntry", depth);
        break;
    case Type::Bytes:
        slot = base64(block);
        break;
    case Type::Text:
        slot = std::string(block);
        break;
    default:
        malformed();
    }
    if (field.type == Type::Text && block.empty())
        object.erase(field.name);
}

void takeNumber(Json &object, const Field &field, std::uint64_t value)
{
    if (field.type == Type::Flag)
        object[field.name] = value != 0;
    else if (field.type == Type::Number)
        object[field.name] = static_cast<std::int64_t>(value);
    else
        malformed();
}

// Fields that the message's table does not name are skipped.
Json decoded(std::string_view data, const std::string &message, int depth)
{
    constexpr int maximumDepth = 10;
    if (depth > maximumDepth)
        malformed();
    const Message &fields = schema().at(message);
    Json object = Json::object();
    for (Reader reader(data); !reader.isAtEnd();) {
        const std::uint64_t tag = reader.varint();
        const auto field = fields.find(tag >> 3);
        const std::uint64_t wireType = tag & 7;
        if (wireType == 0) {
            const std::uint64_t value = reader.varint();
            if (field != fields.end())
                takeNumber(object, field->second, value);
        } else if (wireType == 2) {
            const std::string_view block = reader.block();
            if (field != fields.end())
                takeBlock(object, field->second, block, depth + 1);
        } else {
            reader.bytes(wireType == 1 ? 8 : wireType == 5 ? 4 : ~std::uint64_t(0));
        }
    }
    return object;
}

} // namespace

Json decodedProtobuf(std::string_view body)
{
    constexpr std::string_view magic("k8s\0", 4);
    if (!body.starts_with(magic))
        malformed();
    const Json envelope = decoded(body.substr(magic.size()), "Unknown", 0);
    const std::string kind = core::textAt(envelope, {"typeMeta", "kind"});
    if (!schema().contains(kind) || kind == "Unknown") {
        ApiError error;
        error.code = 415;
        error.reason = "UnsupportedMediaType";
        error.message = "the sandbox does not read protobuf bodies of kind " + kind + "; send JSON";
        throw error;
    }
    const QByteArray raw = QByteArray::fromBase64(QByteArray::fromStdString(core::textAt(envelope, {"raw"})));
    Json object = {{"kind", kind}, {"apiVersion", core::textAt(envelope, {"typeMeta", "apiVersion"})}};
    object.update(decoded({raw.constData(), static_cast<size_t>(raw.size())}, kind, 0));
    return object;
}

} // namespace podwright::sandbox
