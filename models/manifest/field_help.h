#pragma once

#include <span>
#include <string_view>

namespace podwright::manifest {

// What a field of the Pod API means, in our words.
struct FieldHelp
{
    std::string_view field; // "Container.image", or "readOnly" for every type that has no row of its own
    std::string_view text;
};

// The table, in parts by topic.
std::span<const FieldHelp> podHelp();       // Pod, its metadata, scheduling, networking
std::span<const FieldHelp> containerHelp(); // containers, environment, probes, security
std::span<const FieldHelp> volumeHelp();    // volumes and their sources

// The values of a field, parted by blanks. Rule: the enums of the Pod API (Kubernetes 1.35).
struct FieldChoices
{
    std::string_view field; // as above
    std::string_view values;
};
std::span<const FieldChoices> podChoices();  // no others are possible
std::span<const FieldChoices> usualValues(); // others are

} // namespace podwright::manifest
