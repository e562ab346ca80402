#pragma once

#include "app/sandbox/call.h"

#include <cstdint>
#include <optional>

namespace podwright::sandbox {

// The version rules of lists and watches; wrong combinations are ApiErrors with the server's texts.
struct ListOptions
{
    std::optional<std::uint64_t> version; // resourceVersion, none when unset
    bool isExact = false;
    bool sendsInitialEvents = false; // watch only
    std::uint64_t limit = 0;         // 0: none
    std::string continueToken;
};

ListOptions listOptions(const Call &call, bool isWatch);

struct ContinueToken
{
    std::uint64_t version = 0;
    std::string ns, name; // of the last object that was sent
};

std::string encoded(const ContinueToken &token);
ContinueToken decodedToken(const std::string &text); // ApiError 400

} // namespace podwright::sandbox
