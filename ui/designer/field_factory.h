#pragma once

#include "models/task/arguments.h"
#include "ui/widgets/field.h"

#include <memory>

namespace podwright::ui::designer {

// The editor that the argument's type asks for.
std::unique_ptr<widgets::Field> makeField(const task::Argument &argument);

} // namespace podwright::ui::designer
