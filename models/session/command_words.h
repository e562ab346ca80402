#pragma once

#include "models/core/result.h"

#include <QString>

#include <string>
#include <vector>

namespace podwright::session {

// A line as a shell's words: blanks part them, quotation marks and backslashes as in sh; nothing is expanded. Errors:
// Invalid when a quotation mark is missing or there is no word.
core::Result<std::vector<std::string>> commandWords(const QString &line);

} // namespace podwright::session
