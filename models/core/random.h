#pragma once

#include <string>

namespace podwright::core {

// Cryptographically random, from the given alphabet.
std::string randomText(int length, const char *alphabet = "abcdefghijklmnopqrstuvwxyz0123456789");
std::string randomUuid(); // version 4, lower case with hyphens

} // namespace podwright::core
