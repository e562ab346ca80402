#pragma once

#include "models/core/yaml.h"

#include <deque>
#include <exception>

namespace podwright::core {

// Internal to the YAML reader and editor: a text as its nodes, before aliases and merge keys are resolved.
struct YamlNode
{
    enum class Kind { Null, Scalar, Sequence, Mapping, Alias };
    Kind kind = Kind::Null;
    bool isFlow = false;
    bool isComplete = false;
    std::string tag = {};
    std::string text = {};
    size_t offset = 0; // byte in the text where the node, with its tag and anchor, begins
    Position position = {};
    std::vector<YamlNode *> children = {}; // a mapping's keys and values in turn
    const YamlNode *target = nullptr;      // of an alias

    bool isPlain() const { return tag == "?"; }
    bool isMergeKey() const { return kind == Kind::Scalar && isPlain() && text == "<<"; }
};

struct YamlTree
{
    std::deque<YamlNode> nodes; // owns; addresses are stable
    std::vector<YamlNode *> roots;
};

// Thrown inside the YAML sources only; never leaves them.
struct YamlFault : std::exception
{
    YamlFault(Position at, QString text)
        : position(at)
        , message(std::move(text))
    {}
    Position position;
    QString message;
};

// Offsets count from behind a byte order mark. Throws YamlFault.
YamlTree parseYamlTree(std::string_view text, const YamlReadOptions &options);
// The JSON value of one document of the tree. Throws YamlFault.
YamlDocument toDocument(const YamlNode &root, const YamlReadOptions &options);
// A key's name as JSON has it. Throws YamlFault for keys without a JSON form.
std::string keyName(const YamlNode &key, YamlDialect dialect);

std::string_view withoutByteOrderMark(std::string_view text);
std::string pointerStep(std::string_view key); // "a/b" to "/a~1b"

} // namespace podwright::core
