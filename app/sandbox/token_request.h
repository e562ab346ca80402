#pragma once

#include "app/sandbox/call.h"

namespace podwright::sandbox {

// POST …/serviceaccounts/NAME/token: 201 with a TokenRequest that holds the token.
void answerTokenRequest(Call &call);

// The volume with token, CA and namespace that a pod gets unless it or its service account does not want it.
void mountServiceToken(const Store &store, Json &pod);

} // namespace podwright::sandbox
