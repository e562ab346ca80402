#pragma once

#include <QString>

#include <string>

namespace podwright::core {

// Short for what stands between data (UTF-8) and words for people.
inline QString qt(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace podwright::core
