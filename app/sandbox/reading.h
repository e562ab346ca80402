#pragma once

#include "app/sandbox/call.h"
#include "app/sandbox/field_selector.h"
#include "app/sandbox/label_selector.h"

namespace podwright::sandbox {

struct Selection
{
    LabelSelector labels;
    FieldSelector fields;

    bool isEmpty() const { return labels.isEmpty() && fields.isEmpty(); }
    bool matches(const Json &object) const { return labels.matches(object) && fields.matches(object); }
};

Selection selectionOf(const Call &call); // of labelSelector and fieldSelector; ApiError 400

void getObject(Call &call);
void listObjects(Call &call);
void watchObjects(Call &call); // streams until the deadline, the client's end or the server's

// The stored object the call names; ApiError 404.
ObjectPtr existingObject(const Call &call);

// The state of the store at an earlier version. ApiError 410 when that is forgotten.
std::vector<ObjectPtr> snapshotAt(const Store &store, const std::string &resource, const std::string &ns,
                                  std::uint64_t version);

} // namespace podwright::sandbox
