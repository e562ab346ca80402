#pragma once

#include <QLatin1StringView>

namespace podwright::ui::designer {

inline constexpr QLatin1StringView taskExtension{".podtask.yaml"};
inline constexpr QLatin1StringView exampleFolder{":/examples/"};

} // namespace podwright::ui::designer
