#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace podwright::manifest {

// What a byte of a YAML text is part of, also while the text is being written and does not parse.
struct YamlPlace
{
    enum class Part { Key, Value, Elsewhere }; // Elsewhere: in a comment or a text of several lines
    Part part = Part::Elsewhere;
    // Names from the root; list items are left out. Of a key: the map it stands in. Of a value: with its own key.
    std::vector<std::string> way = {};
    size_t begin = 0;                       // of the name or value in the text
    size_t end = 0;                         // behind it
    int column = 0;                         // where the names of this map begin, from 0
    bool isInline = false;                  // inside { } or [ ]
    std::vector<std::string> siblings = {}; // the names that are in the same map already
};

// `offset` is a byte of the text, or its size. Block and flow style; tags, anchors and "? keys" are taken as texts.
YamlPlace yamlPlaceAt(std::string_view text, size_t offset);

} // namespace podwright::manifest
