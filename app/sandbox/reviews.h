#pragma once

#include "app/sandbox/call.h"

namespace podwright::sandbox {

// SelfSubjectAccessReview, SelfSubjectRulesReview, SelfSubjectReview: 201 with the filled status.
void answerReview(Call &call);

} // namespace podwright::sandbox
