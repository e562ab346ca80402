#pragma once

#include "models/kube/kubeconfig.h"

#include <QObject>
#include <QStringList>

namespace podwright::session {

// What the user has noted about a cluster.
struct ClusterMark
{
    QString color = {}; // one of ClusterMarks::colors(), or empty
    bool isProtected = false;
    QStringList namespaces = {}; // typed here where they cannot be listed; the last one first
    bool operator==(const ClusterMark &) const = default;
};

// The marks of all clusters, in the settings under the context's name and server (a context that points elsewhere is
// another cluster); the kubeconfig is not touched. GUI thread.
class ClusterMarks : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    static QStringList colors(); // "blue" ...
    ClusterMark of(const kube::ContextInfo &context) const;
    void setColor(const kube::ContextInfo &context, const QString &color);
    void setProtected(const kube::ContextInfo &context, bool isProtected);
    void rememberNamespace(const kube::ContextInfo &context, const QString &ns);

Q_SIGNALS:
    void changed();

private:
    void write(const kube::ContextInfo &context, const ClusterMark &mark);
};

} // namespace podwright::session
