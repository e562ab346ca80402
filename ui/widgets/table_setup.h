#pragma once

#include <vector>

class QTableView;

namespace podwright::ui::widgets {

// How every table of the program behaves: rows of one height, whole rows chosen, no grid, no row numbers, columns sized
// once (`widths`, in pixels; 0 takes the rest) and by the user, never by content.
void setUpTable(QTableView *view, const std::vector<int> &widths = {});

} // namespace podwright::ui::widgets
