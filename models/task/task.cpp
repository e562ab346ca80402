#include "models/task/task.h"

#include "models/task/pointers.h"

namespace podwright::task {

std::string Problem::argument() const
{
    const auto tokens = splitPointer(pointer);
    return tokens.size() > 1 && tokens[0] == "task" ? tokens[1] : std::string();
}

} // namespace podwright::task
