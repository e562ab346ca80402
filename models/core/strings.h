#pragma once

#include <QString>

#include <string_view>

namespace podwright::core {

// Short for what stands between data (UTF-8) and words for people.
inline QString qt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace podwright::core
