#include "models/kube/kubeconfig_edit.h"

#include "models/core/files.h"
#include "models/core/yaml.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace podwright::kube {
namespace {

using core::Error;
using core::Result;

constexpr qint64 largestEdited = 16 * 1024 * 1024;

// FILE.lock, made by nobody else; gone with this object. kubectl refuses to write while it is there.
class KubeconfigLock
{
public:
    explicit KubeconfigLock(const QString &file)
        : m_path(QFile::encodeName(file + QStringLiteral(".lock")))
        , m_file(::open(m_path.constData(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0))
        , m_failure(m_file < 0 ? errno : 0)
    {}
    ~KubeconfigLock()
    {
        if (m_file < 0)
            return;
        ::close(m_file);
        ::unlink(m_path.constData());
    }
    Q_DISABLE_COPY_MOVE(KubeconfigLock)

    Result<void> result() const
    {
        if (m_file >= 0)
            return {};
        const QString path = QFile::decodeName(m_path);
        if (m_failure != EEXIST)
            return Error{.kind = Error::Kind::Io,
                         .message = QStringLiteral("the kubeconfig cannot be locked: %1")
                                        .arg(QString::fromLocal8Bit(std::strerror(m_failure))),
                         .where = path};
        return Error{.kind = Error::Kind::Conflict,
                     .message = QStringLiteral("another program is changing this kubeconfig"),
                     .where = path,
                     .hint = QStringLiteral("try again; if no program is, delete this file")};
    }

private:
    const QByteArray m_path;
    const int m_file;
    const int m_failure;
};

// One value changed; a JSON text stays JSON.
Result<std::string> edited(const std::string &text, const std::string &pointer, const Json &value)
{
    auto changed = core::editYaml(text, pointer, value);
    if (!changed || core::parseJson(text).is_discarded() || !core::parseJson(*changed).is_discarded())
        return changed;
    const auto document = core::readYaml(*changed);
    return document ? document.value().value.dump(2) + '\n' : changed;
}

// `pointerIn` finds the value in the file's text.
template<class Find>
Result<void> rewrite(const QString &file, Find pointerIn, const Json &value)
{
    const KubeconfigLock lock(file);
    if (auto locked = lock.result(); !locked)
        return locked;
    auto content = core::readFile(file, largestEdited);
    if (!content && content.error().kind != Error::Kind::NotFound)
        return content.error();
    const std::string text = content ? content->toStdString() : std::string("apiVersion: v1\nkind: Config\n");
    const auto pointer = pointerIn(text);
    if (!pointer)
        return pointer.error();
    auto changed = edited(text, pointer.value(), value);
    if (!changed) {
        Error error = changed.error();
        error.where = file;
        return error;
    }
    if (content && *changed == text)
        return {};
    return core::writeFileAtomically(file, QByteArray::fromStdString(*changed), true);
}

Error unknown(const QString &context)
{
    return {.kind = Error::Kind::NotFound,
            .message = QStringLiteral("no kubeconfig has a context named \"%1\"").arg(context)};
}

QStringList filesOf(const Surroundings &surroundings)
{
    QStringList files = Kubeconfig::defaultFiles(surroundings);
    files.removeDuplicates();
    return files;
}

// Where kubectl puts what is new: the first file that exists, else the last of the list.
QString fileForNewEntries(const Surroundings &surroundings)
{
    const QStringList files = filesOf(surroundings);
    const auto existing = std::ranges::find_if(files, [](const QString &file) { return QFileInfo::exists(file); });
    return QFileInfo(existing == files.end() ? files.last() : *existing).absoluteFilePath();
}

Result<ContextInfo> contextNamed(const QString &name, const Surroundings &surroundings)
{
    const auto kubeconfig = Kubeconfig::load(filesOf(surroundings));
    if (!kubeconfig)
        return kubeconfig.error();
    const auto &contexts = kubeconfig.value().contexts();
    const auto found = std::ranges::find(contexts, name, &ContextInfo::name);
    return found == contexts.end() ? Result<ContextInfo>(unknown(name)) : Result<ContextInfo>(*found);
}

Result<std::string> placeOfNamespace(const std::string &text, const QString &context)
{
    const auto document = core::readYaml(text);
    if (!document)
        return document.error();
    const std::string name = context.toStdString();
    const Json &list = core::at(document.value().value, {"contexts"});
    for (size_t i = 0; list.is_array() && i < list.size(); ++i) {
        if (core::textAt(list[i], {"name"}) == name)
            return "/contexts/" + std::to_string(i) + "/context/namespace";
    }
    return unknown(context); // it has gone since it was looked for
}

bool isNamespaceName(const std::string &ns)
{
    static const QRegularExpression label(QStringLiteral("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"));
    return label.match(QString::fromStdString(ns)).hasMatch();
}

} // namespace

Result<void> writeCurrentContext(const QString &context, const Surroundings &surroundings)
{
    if (const auto known = contextNamed(context, surroundings); !known)
        return known.error();
    const auto place = [](const std::string &) { return Result<std::string>(std::string("/current-context")); };
    return rewrite(fileForNewEntries(surroundings), place, context.toStdString());
}

Result<void> writeContextNamespace(const QString &context, const std::string &ns, const Surroundings &surroundings)
{
    if (!ns.empty() && !isNamespaceName(ns))
        return Error{.message =
                         QStringLiteral("\"%1\" cannot be the name of a namespace").arg(QString::fromStdString(ns)),
                     .hint = QStringLiteral("up to 63 lower-case letters, digits and hyphens, no hyphen at the ends")};
    const auto known = contextNamed(context, surroundings);
    if (!known)
        return known.error();
    const auto place = [&context](const std::string &text) { return placeOfNamespace(text, context); };
    return rewrite(known.value().file, place, ns.empty() ? Json(Json::value_t::discarded) : Json(ns));
}

} // namespace podwright::kube
