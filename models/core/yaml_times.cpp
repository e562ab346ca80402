#include "models/core/yaml_times.h"

#include "models/core/strings.h"

#include <QRegularExpression>

namespace podwright::core {

std::string pythonTime(const std::string &text)
{
    static const QRegularExpression form(
        QStringLiteral("\\A(\\d{4})-(\\d\\d?)-(\\d\\d?)(?:[Tt]|[ \\t]+)(\\d\\d?):(\\d\\d):(\\d\\d)(?:\\.(\\d*))?"
                       "(?:[ \\t]*(?:(Z)|([-+])(\\d\\d?)(?::(\\d\\d))?))?\\z"));
    if (text.size() < 14 || text[4] != '-')
        return text;
    const auto parts = form.match(qt(text));
    if (!parts.hasMatch())
        return text;
    const auto padded = [&parts](int part) { return parts.captured(part).rightJustified(2, u'0'); };
    QString time = QStringLiteral("%1-%2-%3 %4:%5:%6")
                       .arg(parts.captured(1), padded(2), padded(3), padded(4), parts.captured(5), parts.captured(6));
    if (const QString fraction = parts.captured(7).left(6).leftJustified(6, u'0'); fraction.toInt() > 0)
        time += u'.' + fraction;
    if (!parts.captured(8).isEmpty())
        time += QStringLiteral("+00:00");
    else if (!parts.captured(9).isEmpty())
        time += parts.captured(9) + padded(10) + u':' + padded(11);
    return time.toStdString();
}

} // namespace podwright::core
