#include "models/core/random.h"

#include <QRandomGenerator>
#include <QUuid>

#include <cstring>

namespace podwright::core {

std::string randomText(int length, const char *alphabet)
{
    const int size = static_cast<int>(std::strlen(alphabet));
    std::string text;
    for (int i = 0; i < length; ++i)
        text += alphabet[QRandomGenerator::system()->bounded(size)];
    return text;
}

std::string randomUuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

} // namespace podwright::core
