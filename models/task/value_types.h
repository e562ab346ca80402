#pragma once

#include "models/task/arguments.h"
#include "models/task/report.h"

namespace podwright::task {

// Reports where a value has not the form that KPO takes for the argument: "wrong-type", or "value-not-text" for values
// of variables, labels and the like. Null counts as not given; a text with Jinja stands for any templated value, and
// Python code for any value.
void checkType(const Argument &argument, const std::string &pointer, const Json &value, Report &report);

} // namespace podwright::task
