#pragma once

#include <QString>

#include <stop_token>
#include <vector>

namespace podwright::ui::designer {

// One task file of the library.
struct LibraryEntry
{
    QString path;
    QString title;      // task_id, else the file's name
    QString group;      // dag_id; empty if the file names none
    QString error = {}; // why it cannot be read; empty if it can
    bool operator==(const LibraryEntry &) const = default;
};

// The task files of a folder and the folders in it, at most `mostFiles`, by group and title. Reads files: not for the
// GUI thread.
constexpr int mostFiles = 5000;
std::vector<LibraryEntry> scanLibrary(const QString &folder, std::stop_token stop = {});

} // namespace podwright::ui::designer
