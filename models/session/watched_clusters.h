#pragma once

#include "models/session/session_manager.h"

namespace podwright::session {

// Which pods of which clusters the table shows: those of the picked context, of a namespace picked beside it, and those
// of any other contexts, of the namespaces that are watched there; a label selector for all. All but what the pickers
// say is kept in the settings. GUI thread.
class WatchedClusters : public QObject
{
    Q_OBJECT
public:
    explicit WatchedClusters(SessionManager &sessions, QObject *parent = nullptr);

    bool isWatched(const QString &context) const;
    void setWatched(const QString &context, bool isWatched); // the picked one always is
    QStringList contexts() const;                            // that are watched, the picked one first

    void setPickedNamespaces(const QString &context, const QStringList &namespaces); // none: all
    const QStringList &otherNamespaces() const { return m_otherNamespaces; }
    void setOtherNamespaces(const QStringList &namespaces);
    const QString &labelSelector() const { return m_labels; }
    void setLabelSelector(const QString &selector);

Q_SIGNALS:
    void changed();

private:
    QStringList namespacesOf(const QString &context) const;
    void apply();
    void save() const;

    SessionManager &m_sessions;
    QStringList m_others, m_otherNamespaces;
    QString m_labels;
    std::map<QString, QStringList> m_picked; // namespaces by context
};

} // namespace podwright::session
