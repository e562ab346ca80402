#pragma once

#include "app/sandbox/resources.h"

#include <string>
#include <vector>

namespace podwright::sandbox {

// "metadata.name=p,status.phase!=Running" for the fields the type offers.
class FieldSelector
{
public:
    FieldSelector() = default;
    FieldSelector(const std::string &text, const ResourceType &type); // ApiError 400 with the server's texts

    bool isEmpty() const { return m_requirements.empty(); }
    bool matches(const Json &object) const; // in its stored form

private:
    struct Requirement
    {
        std::vector<std::string> paths; // alternatives: the first that is there counts
        std::string value;
        bool isEqual = true;
    };
    std::vector<Requirement> m_requirements;
};

} // namespace podwright::sandbox
