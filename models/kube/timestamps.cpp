#include "models/kube/timestamps.h"

#include <QString>

namespace podwright::kube {

QDateTime timeAt(const core::Json &root, std::initializer_list<std::string_view> path)
{
    const core::Json &value = core::at(root, path);
    if (!value.is_string())
        return {};
    return QDateTime::fromString(QString::fromStdString(value.get_ref<const std::string &>()), Qt::ISODateWithMs)
        .toUTC();
}

QDateTime laterOf(const QDateTime &a, const QDateTime &b)
{
    if (!a.isValid())
        return b;
    return b.isValid() && b > a ? b : a;
}

} // namespace podwright::kube
