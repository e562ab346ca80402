#include "app/sandbox/process_memory.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace podwright::sandbox {
namespace {

namespace fs = std::filesystem;

constexpr size_t mostProcesses = 4096;

// Its own pages, not those of program files that others share.
long long memoryOf(pid_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/status");
    long long kibibytes = 0;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string name;
        long long value = 0;
        if (words >> name >> value && (name == "RssAnon:" || name == "RssShmem:"))
            kibibytes += value;
    }
    return kibibytes * 1024;
}

void addChildren(pid_t pid, std::vector<pid_t> &all)
{
    std::error_code error;
    for (const auto &thread : fs::directory_iterator("/proc/" + std::to_string(pid) + "/task", error)) {
        std::ifstream file(thread.path() / "children");
        for (pid_t child = 0; file >> child;)
            all.push_back(child);
    }
}

} // namespace

long long memoryOfTree(pid_t root)
{
    std::vector<pid_t> all = {root};
    long long sum = 0;
    for (size_t i = 0; i < all.size() && i < mostProcesses; ++i) {
        const pid_t pid = all[i];
        sum += memoryOf(pid);
        addChildren(pid, all);
    }
    return sum;
}

} // namespace podwright::sandbox
