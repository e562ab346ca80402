#pragma once

#include "models/task/task.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// JSON pointers into the shape of a task file: "/task/image", "/template/spec", "/airflow/dag_id", "/sample/ds",
// "/silence"; "" is the whole, an object of these parts.
namespace podwright::task {

std::vector<std::string> splitPointer(std::string_view pointer);        // without escapes
std::string pointerTo(const std::string &parent, std::string_view key); // escapes the key
std::string pointerTo(const std::string &parent, size_t index);

// The value, or nothing when it is not given.
std::optional<Json> valueAt(const Task &task, const std::string &pointer);

// What an edit replaces as one piece: an argument, a key of another part, a whole part, or the whole task.
struct Slot
{
    std::optional<Json> value = {};
    size_t index = 0; // among its neighbours
};

Slot slotAt(const Task &task, const std::string &pointer);
// The slot after setting (or with no value: removing) what the pointer names. Missing parents are created; parents that
// a removal leaves empty go too. Unchanged when the pointer leads through a value that cannot hold it.
Slot slotWith(const Task &task, const std::string &pointer, const std::optional<Json> &value);
// Puts a slot back where it was, at its index when it is missing now.
void putSlot(Task &task, const std::string &pointer, const Slot &slot);

// The task as the value at "".
Json wholeTask(const Task &task);

// For undo texts and problems: "Memory limit", "Image", "DAG id".
QString pointerLabel(const std::string &pointer);

} // namespace podwright::task
