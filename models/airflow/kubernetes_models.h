#pragma once

#include "models/airflow/draft.h"
#include "models/airflow/python_expression.h"

namespace podwright::airflow {

// A Kubernetes object (camelCase) as objects of the Python client: k8s.V1Volume(name="data", ...). `type` is the schema
// without "V1": "Volume", "Pod". A list gives a list of objects. What the client has no attribute for is left out with
// a note, as it is not sent; a missing attribute that the client insists on fails.
Expression kubernetesObject(const core::Json &value, std::string_view type, const std::string &pointer, Draft &draft);

// As above, for what KPO reads like a manifest (affinity, tolerations, whole pods): texts that stand for numbers become
// numbers.
Expression manifestObject(const core::Json &value, std::string_view type, const std::string &pointer, Draft &draft);

// Why the client would not read `value` as a manifest; `where` is below `pointer`.
std::optional<core::Error> manifestFault(const core::Json &value, std::string_view type, const std::string &pointer);

// As kubernetesObject where the client makes one that says all of `value`, else a plain dict, which KPO sends as it is.
Expression objectOrDict(const core::Json &value, std::string_view type, const std::string &pointer, Draft &draft);

} // namespace podwright::airflow
