#include "models/core/yaml_times.h"

#include "models/core/strings.h"

#include <QRegularExpression>

namespace podwright::core {

namespace {

Json marked(const QString &time)
{
    const std::string text = time.toStdString();
    return Json::binary({text.begin(), text.end()});
}

} // namespace

Json pythonTime(const std::string &scalar)
{
    static const QRegularExpression date(QStringLiteral("\\A\\d{4}-\\d\\d-\\d\\d\\z"));
    static const QRegularExpression form(
        QStringLiteral("\\A(\\d{4})-(\\d\\d?)-(\\d\\d?)(?:[Tt]|[ \\t]+)(\\d\\d?):(\\d\\d):(\\d\\d)(?:\\.(\\d*))?"
                       "(?:[ \\t]*(?:(Z)|([-+])(\\d\\d?)(?::(\\d\\d))?))?\\z"));
    if (scalar.size() < 10 || scalar[4] != '-')
        return {};
    if (date.match(qt(scalar)).hasMatch())
        return marked(qt(scalar));
    const auto parts = form.match(qt(scalar));
    if (!parts.hasMatch())
        return {};
    const auto padded = [&parts](int part) { return parts.captured(part).rightJustified(2, u'0'); };
    QString time = QStringLiteral("%1-%2-%3 %4:%5:%6")
                       .arg(parts.captured(1), padded(2), padded(3), padded(4), parts.captured(5), parts.captured(6));
    if (const QString fraction = parts.captured(7).left(6).leftJustified(6, u'0'); fraction.toInt() > 0)
        time += u'.' + fraction;
    if (!parts.captured(8).isEmpty())
        time += QStringLiteral("+00:00");
    else if (!parts.captured(9).isEmpty())
        time += parts.captured(9) + padded(10) + u':' + padded(11);
    return marked(time);
}

std::optional<std::string> pythonTimeText(const Json &value)
{
    if (!value.is_binary())
        return std::nullopt;
    return std::string(value.get_binary().begin(), value.get_binary().end());
}

} // namespace podwright::core
