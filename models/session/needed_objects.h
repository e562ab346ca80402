#pragma once

#include "models/core/json.h"
#include "models/core/result.h"
#include "models/kube/api_client.h"

#include <QString>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace podwright::session {

using core::Json;

// The objects a task may need in its namespace, as they are sent to the server. Pure.
namespace needed {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Json ofNamespace(const std::string &name);
// A service account, and a role and its binding of the same name with what a worker needs that runs this operator's
// pods: pods themselves, their logs and events, exec for XCom.
std::vector<Json> worker(const std::string &ns, const std::string &name);
Json configMap(const std::string &ns, const std::string &name, const Pairs &data);
Json secret(const std::string &ns, const std::string &name, const Pairs &data);
// The credentials of one registry ("ghcr.io"; empty: Docker Hub).
Json pullSecret(const std::string &ns, const std::string &name, const std::string &registry, const std::string &user,
                const std::string &password);
// Of the text of a docker config.json. Errors: Invalid: no such file, or one whose passwords are kept elsewhere.
core::Result<Json> pullSecretOf(const std::string &ns, const std::string &name, std::string_view dockerConfig);

// As YAML for people, documents one after another; values of secrets are left out.
std::string shown(const std::vector<Json> &objects);
std::string pathFor(const Json &object); // to POST to

// The field that an error is about: "name", "namespace", "key"; empty: none of them.
QString fieldOf(const core::Error &error);

} // namespace needed

// Makes the objects one after the other and stops at the first that the server does not take. A service account that
// is there already is fine. `done` gets what to tell; not after `context` or the client is gone.
void createAll(kube::ApiClient &client, std::vector<Json> objects, QObject *context,
               std::function<void(core::Result<QString>)> done);

} // namespace podwright::session
