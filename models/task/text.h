#pragma once

#include <QString>

#include <string_view>

namespace podwright::task {

inline QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// Whether Jinja would change the text, so that its final form is unknown here. "{#" starts a comment.
inline bool hasJinja(std::string_view text)
{
    const auto holds = [text](std::string_view mark) { return text.find(mark) != std::string_view::npos; };
    return holds("{{") || holds("{%") || holds("{#");
}

} // namespace podwright::task
