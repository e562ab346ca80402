#pragma once

#include <QString>

#include <string_view>

namespace podwright::task {

inline QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// Whether Jinja would change the text, so that its final form is unknown here.
inline bool hasJinja(std::string_view text)
{
    return text.find("{{") != std::string_view::npos || text.find("{%") != std::string_view::npos;
}

} // namespace podwright::task
