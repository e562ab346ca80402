#include "app/sandbox/container_image.h"

#include <QRegularExpression>
#include <QString>

namespace podwright::sandbox {
namespace {

constexpr std::string_view unreachable = "registry.invalid/";

std::string tagOf(const std::string &image)
{
    const size_t slash = image.rfind('/');
    const size_t colon = image.find(':', slash == std::string::npos ? 0 : slash);
    return colon == std::string::npos ? "latest" : image.substr(colon + 1);
}

} // namespace

std::string imageNameProblem(const std::string &image)
{
    static const QRegularExpression reference(QStringLiteral(
        "^(?:(?:[a-zA-Z0-9-]+(?:\\.[a-zA-Z0-9-]+)*(?::[0-9]+)?|\\[[a-fA-F0-9:]+\\])/)?"
        "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*"
        "(?::[\\w][\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$"));
    const QString text = QString::fromStdString(image);
    if (image.size() < 1024 && reference.match(text).hasMatch())
        return {};
    const bool caseOnly = reference.match(text.toLower()).hasMatch();
    return caseOnly ? "invalid reference format: repository name must be lowercase" : "invalid reference format";
}

bool isUnreachableImage(const std::string &image)
{
    return image.starts_with(unreachable);
}

std::string pullProblem(const std::string &image)
{
    const std::string tag = tagOf(image);
    const size_t colon = image.rfind(':');
    const std::string path =
        image.substr(unreachable.size(), colon == std::string::npos ? colon : colon - unreachable.size());
    const std::string full = image + (colon == std::string::npos ? ":latest" : "");
    return "failed to pull and unpack image \"" + full + "\": failed to resolve reference \"" + full +
           "\": failed to do request: Head \"https://registry.invalid/v2/" + path + "/manifests/" + tag +
           "\": dial tcp: lookup registry.invalid: no such host";
}

std::string pullPolicy(const std::string &image, const std::string &given)
{
    if (!given.empty())
        return given;
    return tagOf(image) == "latest" && image.find('@') == std::string::npos ? "Always" : "IfNotPresent";
}

} // namespace podwright::sandbox
