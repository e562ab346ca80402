#pragma once

#include <QByteArray>

#include <string>
#include <string_view>

namespace podwright::sandbox {

inline std::string base64(std::string_view bytes)
{
    return QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())).toBase64().toStdString();
}

} // namespace podwright::sandbox
