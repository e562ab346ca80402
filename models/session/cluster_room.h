#pragma once

#include "models/preflight/place_reader.h"
#include "models/session/cluster_session.h"

#include <QTimer>

namespace podwright::session {

// How large a pod could be that a cluster takes now, in words. Asked while somebody looks; GUI thread.
class ClusterRoom : public QObject
{
    Q_OBJECT
public:
    explicit ClusterRoom(QObject *parent = nullptr);
    ~ClusterRoom() override;

    // Null: none. Nothing is asked while the session is not connected.
    void show(ClusterSession *session);
    const QString &text() const { return m_text; } // one line; why it cannot be told, if it cannot
    const QString &help() const { return m_help; } // node by node; may be empty

Q_SIGNALS:
    void changed();

private:
    void ask();
    void take(const preflight::Place &place);
    void tell(const QString &text, const QString &help = {});

    QPointer<ClusterSession> m_session;
    QPointer<kube::ApiClient> m_client; // the reader's
    std::unique_ptr<preflight::PlaceReader> m_reader;
    QTimer m_again;
    QString m_text, m_help;
};

} // namespace podwright::session
