#include "models/core/yaml_nodes.h"
#include "models/core/yaml_scalars.h"
#include "models/core/yaml_times.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace podwright::core {

namespace {

constexpr std::string_view standardTag = "tag:yaml.org,2002:";

Json taggedScalar(const YamlNode &node, YamlDialect dialect)
{
    if (node.tag == "!" || node.tag.empty())
        return Json(node.text);
    if (node.tag == pythonTag && dialect == YamlDialect::TaskFile)
        return Json{{std::string(pythonTag), node.text}};
    if (!node.isPlain() && !node.tag.starts_with(standardTag))
        throw YamlFault(node.position, QStringLiteral("the tag %1 is not known").arg(QString::fromStdString(node.tag)));
    const std::string_view type = node.isPlain() ? "" : std::string_view(node.tag).substr(standardTag.size());
    if (type == "str")
        return Json(node.text);
    if (!(type.empty() || type == "int" || type == "float" || type == "bool" || type == "null"))
        throw YamlFault(node.position, QStringLiteral("values tagged !!%1 have no JSON form")
                                           .arg(QString::fromUtf8(type.data(), static_cast<qsizetype>(type.size()))));
    Json value = resolveScalar(node.text, dialect);
    const bool fits = type.empty() || (type == "int" && value.is_number_integer()) ||
                      (type == "float" && value.is_number()) || (type == "bool" && value.is_boolean()) ||
                      (type == "null" && value.is_null());
    if (!fits)
        throw YamlFault(node.position, QStringLiteral("the value does not fit its tag !!%1")
                                           .arg(QString::fromUtf8(type.data(), static_cast<qsizetype>(type.size()))));
    if (type == "float")
        value = value.get<double>();
    if (value.is_number_float() && !std::isfinite(value.get<double>()))
        throw YamlFault(node.position, QStringLiteral("infinities and not-a-number have no JSON form"));
    return value;
}

const YamlNode &resolved(const YamlNode &node)
{
    return node.kind == YamlNode::Kind::Alias ? *node.target : node;
}

class Converter
{
public:
    Converter(YamlDocument &document, const YamlReadOptions &options)
        : m_document(document)
        , m_options(options)
        , m_budget(options.maximumBytes)
    {}

    Json convert(const YamlNode &given, const std::string &pointer)
    {
        const YamlNode &node = resolved(given);
        spend(given, node.text.size() + pointer.size() + 1);
        m_document.values[pointer] = given.position;
        switch (node.kind) {
        case YamlNode::Kind::Scalar:
            return scalar(node);
        case YamlNode::Kind::Sequence:
            return sequence(node, pointer);
        case YamlNode::Kind::Mapping:
            return mapping(node, pointer);
        default:
            return Json();
        }
    }

private:
    Json scalar(const YamlNode &node) const
    {
        const Json value = taggedScalar(node, m_options.dialect);
        if (!m_options.isStrictlyPython || !node.isPlain() || !value.is_string())
            return value;
        if (node.text == "=" || node.text == "<<")
            throw YamlFault(
                node.position,
                QStringLiteral("Python does not read a plain %1; quote it").arg(QString::fromStdString(node.text)));
        const Json time = pythonTime(node.text);
        return time.is_null() ? value : time;
    }

    using Names = std::unordered_set<std::string>;

    struct Level
    {
        Level(int &depth, const YamlNode &node, int maximum)
            : m_depth(depth)
        {
            if (depth >= maximum)
                throw YamlFault(node.position, QStringLiteral("nested deeper than %1 levels").arg(maximum));
            ++m_depth;
        }
        ~Level() { --m_depth; }
        Q_DISABLE_COPY_MOVE(Level)
        int &m_depth;
    };

    // A repeated alias multiplies what it points to; the budget bounds that.
    void spend(const YamlNode &node, size_t bytes)
    {
        constexpr size_t perNode = 4; // pointers are longer than the text that caused them
        const size_t cost = bytes / perNode + 1;
        if (cost > m_budget)
            throw YamlFault(
                node.position,
                QStringLiteral("expands to more than %1 bytes; look at the aliases").arg(m_options.maximumBytes));
        m_budget -= cost;
    }

    Json sequence(const YamlNode &node, const std::string &pointer)
    {
        const Level level(m_depth, node, m_options.maximumDepth);
        Json result = Json::array();
        for (const YamlNode *child : node.children)
            result.push_back(convert(*child, pointer + "/" + std::to_string(result.size())));
        return result;
    }

    Json mapping(const YamlNode &node, const std::string &pointer)
    {
        const Level level(m_depth, node, m_options.maximumDepth);
        Json result = Json::object();
        Names names;
        std::vector<const YamlNode *> merged;
        for (size_t i = 0; i + 1 < node.children.size(); i += 2) {
            const YamlNode &key = *node.children[i];
            if (key.isMergeKey())
                merged.push_back(node.children[i + 1]);
            else if (!addEntry(result, names, key, *node.children[i + 1], pointer))
                throw YamlFault(key.position,
                                QStringLiteral("the key \"%1\" stands in this map twice")
                                    .arg(QString::fromStdString(keyName(resolved(key), m_options.dialect))));
        }
        for (const YamlNode *source : merged)
            mergeInto(result, names, resolved(*source), pointer);
        return result;
    }

    // False if the name was there before.
    bool addEntry(Json &object, Names &names, const YamlNode &key, const YamlNode &value, const std::string &pointer)
    {
        std::string name = keyName(resolved(key), m_options.dialect);
        if (!names.insert(name).second)
            return false;
        const std::string path = pointer + pointerStep(name);
        m_document.keys[path] = key.position;
        // Not operator[]: it searches all entries each time.
        object.get_ref<Json::object_t &>().emplace_back(std::move(name), convert(value, path));
        return true;
    }

    // "<<: *base" and "<<: [*first, *second]": what is there already wins.
    void mergeInto(Json &object, Names &names, const YamlNode &source, const std::string &pointer)
    {
        const Level level(m_depth, source, m_options.maximumDepth);
        if (source.kind == YamlNode::Kind::Sequence) {
            for (const YamlNode *item : source.children)
                mergeInto(object, names, resolved(*item), pointer);
            return;
        }
        if (source.kind != YamlNode::Kind::Mapping)
            throw YamlFault(source.position, QStringLiteral("the merge key << needs a map or a list of maps"));
        std::vector<const YamlNode *> further;
        for (size_t i = 0; i + 1 < source.children.size(); i += 2) {
            spend(source, 1);
            if (source.children[i]->isMergeKey())
                further.push_back(source.children[i + 1]);
            else
                addEntry(object, names, *source.children[i], *source.children[i + 1], pointer);
        }
        for (const YamlNode *next : further)
            mergeInto(object, names, resolved(*next), pointer);
    }

    YamlDocument &m_document;
    const YamlReadOptions &m_options;
    size_t m_budget;
    int m_depth = 0;
};

Error errorOf(const YamlFault &fault)
{
    return Error{.message = fault.message, .position = fault.position};
}

} // namespace

Position YamlDocument::positionOf(const std::string &pointer) const
{
    std::string path = pointer;
    while (true) {
        if (const auto found = values.find(path); found != values.end())
            return found->second;
        if (path.empty())
            return {};
        path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
    }
}

std::string pointerStep(std::string_view key)
{
    std::string step = "/";
    for (const char c : key) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

std::string keyName(const YamlNode &key, YamlDialect dialect)
{
    if (key.kind == YamlNode::Kind::Scalar) {
        const Json value = taggedScalar(key, dialect);
        if (!value.is_null() && !value.is_object())
            return value.is_string() ? value.get<std::string>() : value.dump();
    }
    throw YamlFault(key.position, QStringLiteral("a key must be a text; quote it"));
}

YamlDocument toDocument(const YamlNode &root, const YamlReadOptions &options)
{
    YamlDocument document;
    document.value = Converter(document, options).convert(root, "");
    return document;
}

Result<std::vector<YamlDocument>> readYamlStream(std::string_view text, const YamlReadOptions &options)
{
    try {
        const YamlTree tree = parseYamlTree(text, options);
        std::vector<YamlDocument> documents;
        for (const YamlNode *root : tree.roots)
            documents.push_back(toDocument(*root, options));
        return documents;
    } catch (const YamlFault &fault) {
        return errorOf(fault);
    } catch (const std::exception &) {
        return Error{.message = QStringLiteral("this YAML cannot be read")};
    }
}

Result<YamlDocument> readYaml(std::string_view text, const YamlReadOptions &options)
{
    auto documents = readYamlStream(text, options);
    if (!documents)
        return documents.error();
    if (documents->size() > 1)
        return Error{.message = QStringLiteral("more than one document; only one is expected here"),
                     .position = documents->at(1).positionOf("")};
    return documents->empty() ? YamlDocument() : std::move(documents->front());
}

} // namespace podwright::core
