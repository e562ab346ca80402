#include "models/session/cluster_marks.h"

#include <QCryptographicHash>
#include <QSettings>

namespace podwright::session {
namespace {

constexpr qsizetype mostNamespaces = 30;

// Names and addresses hold what an INI group cannot.
QString groupOf(const kube::ContextInfo &context)
{
    const QByteArray id = context.name.toUtf8() + '\n' + QByteArray::fromStdString(context.server);
    return QStringLiteral("clusters/") +
           QString::fromLatin1(QCryptographicHash::hash(id, QCryptographicHash::Sha256).toHex().left(24));
}

} // namespace

QStringList ClusterMarks::colors()
{
    return {QStringLiteral("blue"), QStringLiteral("green"), QStringLiteral("amber"), QStringLiteral("violet"),
            QStringLiteral("red")};
}

ClusterMark ClusterMarks::of(const kube::ContextInfo &context) const
{
    QSettings settings;
    settings.beginGroup(groupOf(context));
    const QString color = settings.value(QStringLiteral("color")).toString();
    return {.color = colors().contains(color) ? color : QString(),
            .isProtected = settings.value(QStringLiteral("protected")).toBool(),
            .namespaces = settings.value(QStringLiteral("namespaces")).toStringList()};
}

void ClusterMarks::setColor(const kube::ContextInfo &context, const QString &color)
{
    ClusterMark mark = of(context);
    mark.color = color;
    write(context, mark);
}

void ClusterMarks::setProtected(const kube::ContextInfo &context, bool isProtected)
{
    ClusterMark mark = of(context);
    mark.isProtected = isProtected;
    write(context, mark);
}

void ClusterMarks::rememberNamespace(const kube::ContextInfo &context, const QString &ns)
{
    ClusterMark mark = of(context);
    mark.namespaces.removeAll(ns);
    mark.namespaces.prepend(ns);
    mark.namespaces = mark.namespaces.mid(0, mostNamespaces);
    write(context, mark);
}

void ClusterMarks::write(const kube::ContextInfo &context, const ClusterMark &mark)
{
    if (mark == of(context))
        return;
    QSettings settings;
    settings.beginGroup(groupOf(context));
    settings.setValue(QStringLiteral("context"), context.name); // for whoever reads the file
    settings.setValue(QStringLiteral("color"), mark.color);
    settings.setValue(QStringLiteral("protected"), mark.isProtected);
    settings.setValue(QStringLiteral("namespaces"), mark.namespaces);
    Q_EMIT changed();
}

} // namespace podwright::session
