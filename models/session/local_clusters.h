#pragma once

#include "models/kube/kubeconfig.h"

#include <QObject>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace podwright::session {

// "kind", "minikube", "k3d", "microk8s" ... for a cluster that such a program runs on this machine, judged by its
// context's name or provider, and its server; else empty.
QString localKind(const kube::ContextInfo &context);

// Which of those are up: their ports are opened and closed again, nothing is said there. GUI thread; nothing waits.
class LocalClusters : public QObject
{
    Q_OBJECT
public:
    explicit LocalClusters(QObject *parent = nullptr);
    ~LocalClusters() override;

    void look(const std::vector<kube::ContextInfo> &contexts); // in place of a look under way
    std::optional<bool> isUp(const QString &context) const;    // nothing: not such a one, or not known yet

Q_SIGNALS:
    void changed();

private:
    void knock(const kube::ContextInfo &context);
    void setUp(const QString &context, bool isUp);

    std::map<QString, bool> m_up;
    std::unique_ptr<QObject> m_knocking; // what is waited for with
};

} // namespace podwright::session
