#pragma once

#include "models/kube/kubeconfig.h"

#include <QString>
#include <QStringList>

namespace podwright::kube {

// Who a request comes from, and how we know.
struct Identity
{
    QString user = {}; // empty: not known
    QStringList groups = {};
    QString source = {}; // "the server", "the client certificate"
    bool operator==(const Identity &) const = default;
};

// Who the credentials themselves name, for servers that cannot be asked: whom they act as, the subject of the client
// certificate or of the web token, the user name. Reads files: for worker threads. Nothing secret is in the answer.
Identity identityOfCredentials(const Connection &connection);

// The answer to a SelfSubjectReview.
Identity identityOfReview(const Json &review);

} // namespace podwright::kube
