#include "ui/style/sheet.h"

#include "ui/style/tokens.h"

#include <QFile>

#include <algorithm>
#include <vector>

namespace podwright::ui::style {

QString styleSheet(bool isDark)
{
    QFile file(QStringLiteral(":/style/podwright.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    std::vector<TokenValue> longestFirst(tokenValues().begin(), tokenValues().end());
    std::ranges::sort(longestFirst, std::greater(), [](const TokenValue &value) { return value.name.size(); });
    for (const TokenValue &value : longestFirst)
        sheet.replace(u'@' + value.name.toString(), color(value.token, isDark).name());
    return sheet.replace(QStringLiteral("@theme"), isDark ? QStringLiteral("dark") : QStringLiteral("light"));
}

} // namespace podwright::ui::style
