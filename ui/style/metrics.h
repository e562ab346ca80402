#pragma once

namespace podwright::ui::style {

// Device-independent pixels, on a grid of 4.
constexpr int grid = 4;
constexpr int spaceSmall = 2 * grid;
constexpr int space = 3 * grid;
constexpr int spaceLarge = 4 * grid;
constexpr int controlHeight = 30;
constexpr int rowHeight = 30;  // of tables
constexpr int lineHeight = 28; // of lists
constexpr int barHeight = 36;  // tab bars and tool bars over panes
constexpr int iconSize = 16;
constexpr int radius = 5;

} // namespace podwright::ui::style
