#pragma once

#include <string_view>

// Does a text written out look like a secret? Guesses, for advice; the value never goes into a message.
namespace podwright::task {

bool looksSecret(std::string_view name, std::string_view value); // of a variable, an option
bool looksSecret(std::string_view value);                        // by its own form: keys of known services, URLs

} // namespace podwright::task
