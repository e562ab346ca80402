#pragma once

#include "models/core/json.h"
#include "models/core/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace podwright::core {

// Which plain scalars are not strings. Kubectl: YAML 1.1 as kubectl reads it (y, n, yes, no, on, off are booleans);
// PyYaml: as Airflow's yaml.safe_load reads it (y and n are strings); TaskFile: as PyYaml, and a scalar tagged !python
// is the source text of a Python expression, {"!python": TEXT}.
enum class YamlDialect { Kubectl, PyYaml, TaskFile };

inline constexpr std::string_view pythonTag = "!python";

struct YamlDocument
{
    Json value;
    // JSON pointer of every node ("" is the root, "/spec/containers/0/image") to where its value begins,
    // and of every mapping key to where the key begins.
    std::map<std::string, Position> values;
    std::map<std::string, Position> keys;

    // The position of the value, else of its nearest known parent.
    Position positionOf(const std::string &pointer) const;
};

struct YamlReadOptions
{
    YamlDialect dialect = YamlDialect::Kubectl;
    // As Python's own reader does: plain times and dates become what yaml_times.h tells, and a plain "=" or "<<" is
    // refused.
    bool isStrictlyPython = false;
    int maximumDepth = 100;
    size_t maximumBytes = 16 * 1024 * 1024; // also bounds what aliases may expand to
};

// All documents of a stream. Errors: Invalid with line and column: syntax, duplicate keys, depth, size, alias bombs,
// non-string keys that have no JSON form. An empty text gives no documents.
Result<std::vector<YamlDocument>> readYamlStream(std::string_view text, const YamlReadOptions &options = {});
// Exactly one document; none gives a null value, several are an error.
Result<YamlDocument> readYaml(std::string_view text, const YamlReadOptions &options = {});

// Inclusive, counted from 1.
struct LineRange
{
    int first = 0;
    int last = 0;
    bool operator==(const LineRange &) const = default;
};

struct YamlText
{
    std::string text;                       // ends with a newline
    std::map<std::string, LineRange> lines; // JSON pointer to the lines of key and value
};

// Block style; scalars quoted only where a reader of either dialect would not give the same string back; multi-line
// strings as literal blocks. readYaml(writeYaml(x).text) == x for every x that JSON text can hold (a number that is not
// finite becomes null, bytes that are not UTF-8 become U+FFFD). Only the dialect TaskFile makes a difference.
YamlText writeYaml(const Json &value, YamlDialect dialect = YamlDialect::Kubectl);

// Changes one value inside a text and leaves comments, order, quoting and blank lines of everything else as they are.
// `pointer` is a JSON pointer; missing parents are created as maps; "-" or the size names the place after a list's end;
// a discarded `value` removes the key or item. Maps and lists are compared with what is there, and only what differs is
// written. Reading the result in the same dialect gives exactly the intended value.
// Errors: Invalid if the text does not parse or the pointer cannot be reached.
Result<std::string> editYaml(std::string_view text, const std::string &pointer, const Json &value,
                             YamlDialect dialect = YamlDialect::Kubectl);

} // namespace podwright::core
