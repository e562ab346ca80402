#pragma once

#include <QString>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace podwright::manifest {

// Something that can be written at a place.
struct Completion
{
    std::string name;   // what is shown and compared with what is typed
    std::string insert; // with colon, line ends and indentation
    QString kind;       // "list of EnvVar"
};

struct Completions
{
    std::vector<Completion> items = {}; // by name
    size_t begin = 0;                   // byte where the word that is completed begins
    size_t end = 0;                     // behind it
};

// What can stand at this byte of a Pod's YAML: the fields that the map around it does not have yet, or the values of a
// field. The text need not parse.
Completions podCompletions(std::string_view text, size_t offset);

// What the name or value at this byte is about.
struct FieldNote
{
    QString way;  // "spec.containers.image"
    QString kind; // "text"
    QString meaning;
    QString choices; // "Always, IfNotPresent, Never"; may be empty
};
std::optional<FieldNote> podFieldNote(std::string_view text, size_t offset);

} // namespace podwright::manifest
