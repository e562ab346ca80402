#include "models/task/names.h"

#include "models/task/ascii.h"

#include "models/task/text.h"
#include "models/task/transliteration.h"

#include <QCryptographicHash>
#include <QRegularExpression>

#include <algorithm>

namespace podwright::task {

namespace {

constexpr size_t maximumLabelLength = 63;
constexpr size_t labelHashLength = 9;

bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isLowerAlphanumeric(char c)
{
    return isAlphanumeric(c) && !(c >= 'A' && c <= 'Z');
}

std::string_view stripped(std::string_view text, std::string_view ends)
{
    const size_t first = text.find_first_not_of(ends);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(ends) - first + 1);
}

core::Error invalidName(const QString &message, const QString &hint)
{
    return {
        .kind = core::Error::Kind::Invalid, .message = message, .where = QStringLiteral("/task/name"), .hint = hint};
}

// "1,000" to "1000".
std::string withoutThousands(const std::string &text)
{
    std::string joined;
    for (size_t i = 0; i < text.size(); ++i) {
        const bool isBetweenDigits = i > 0 && i + 1 < text.size() && isDigit(text[i - 1]) && isDigit(text[i + 1]);
        if (text[i] != ',' || !isBetweenDigits)
            joined += text[i];
    }
    return joined;
}

} // namespace

bool isAirflowKey(std::string_view text)
{
    static const QRegularExpression allowed(QStringLiteral("\\A[\\w.-]+\\n?\\z"),
                                            QRegularExpression::UseUnicodePropertiesOption);
    return allowed.match(toQString(text)).hasMatch();
}

core::Result<std::string> sanitizeName(std::string_view name)
{
    const QString text = toQString(name);
    if (text.isEmpty())
        return invalidName(QStringLiteral("The pod name is empty"), QStringLiteral("Remove it or give it a text."));
    if (text.toUcs4().size() > static_cast<qsizetype>(maximumGivenNameLength))
        return invalidName(QStringLiteral("The pod name is longer than %1 characters").arg(maximumGivenNameLength),
                           QStringLiteral("Shorten it; only the first 54 characters reach the pod."));
    if (!isAirflowKey(name))
        return invalidName(QStringLiteral("The pod name \"%1\" holds characters that Airflow refuses").arg(text),
                           QStringLiteral("Use letters, digits, underscores, dots and hyphens only."));
    if (text.contains(QStringLiteral("..")))
        return invalidName(QStringLiteral("The pod name \"%1\" holds two dots in a row").arg(text),
                           QStringLiteral("Airflow refuses them in names."));
    std::string sent;
    for (const char c : text.toLower().toStdString()) {
        const bool isKept = isLowerAlphanumeric(c) || c == '-';
        const bool isInRun = !isKept && !sent.empty() && sent.back() == '\0';
        if (!isInRun)
            sent += isKept ? c : '\0';
    }
    std::ranges::replace(sent, '\0', '-');
    return sent;
}

std::string slugify(std::string_view text)
{
    std::string slug;
    for (const char c : withoutThousands(toLowerLatin(toQString(text)))) {
        if (isLowerAlphanumeric(c))
            slug += c;
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    return std::string(stripped(slug, "-"));
}

std::string nameFromTaskId(std::string_view taskId)
{
    return std::string(stripped(slugify(taskId).substr(0, maximumPodNameLength), "-."));
}

std::string withNameSuffix(std::string_view name, std::string_view suffix)
{
    const size_t room = maximumPodNameLength - std::min(maximumPodNameLength, suffix.size() + 1);
    const std::u32string letters = toQString(name).toStdU32String().substr(0, room);
    const std::string start = QString::fromStdU32String(letters).toStdString();
    return std::string(stripped(start, "-.")) + "-" + std::string(suffix);
}

std::string labelSafe(std::string_view value)
{
    const auto first = std::ranges::find_if(value, isAlphanumeric);
    const auto last = std::find_if(value.rbegin(), value.rend(), isAlphanumeric).base();
    std::string safe;
    if (first < last)
        std::copy_if(first, last, std::back_inserter(safe),
                     [](char c) { return isAlphanumeric(c) || c == '_' || c == '.' || c == '-'; });
    if (safe == value && safe.size() <= maximumLabelLength)
        return safe;
    const QByteArray original(value.data(), static_cast<qsizetype>(value.size()));
    const QByteArray hash = QCryptographicHash::hash(original, QCryptographicHash::Md5).toHex();
    return safe.substr(0, maximumLabelLength - labelHashLength - 1) + "-" + hash.left(labelHashLength).toStdString();
}

} // namespace podwright::task
