#pragma once

#include "ui/designer/form_entry.h"
#include "ui/widgets/field.h"

#include <memory>

namespace podwright::ui::designer {

// The editor that the entry's type asks for.
std::unique_ptr<widgets::Field> makeField(const FormEntry &entry);

} // namespace podwright::ui::designer
