#include "models/logs/json_lines.h"

#include "models/core/json.h"

#include <string_view>

namespace podwright::logs {

bool looksLikeJson(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    return trimmed.size() > 2 && trimmed.front() == '{' && trimmed.back() == '}';
}

QString unfoldJson(QByteArrayView text)
{
    constexpr qsizetype largest = 256 * 1024;
    if (!looksLikeJson(text) || text.size() > largest)
        return {};
    const core::Json value = core::parseJson(std::string_view(text.data(), static_cast<size_t>(text.size())));
    if (!value.is_object())
        return {};
    return QString::fromStdString(value.dump(2, ' ', false, core::Json::error_handler_t::replace));
}

} // namespace podwright::logs
