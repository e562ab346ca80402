#include "app/sandbox/process_use.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>
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

std::vector<pid_t> treeOf(pid_t root)
{
    std::vector<pid_t> all = {root};
    for (size_t i = 0; i < all.size() && i < mostProcesses; ++i)
        addChildren(all[i], all);
    return all;
}

// In ticks of the clock: its own, in programs and in the kernel, and that of children it has waited for.
long long ticksOf(pid_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(file, line);
    const size_t nameEnd = line.rfind(')'); // the name may hold anything
    if (nameEnd == std::string::npos)
        return 0;
    std::istringstream words(line.substr(nameEnd + 1));
    std::string skipped;
    constexpr int fieldsBefore = 11;
    for (int i = 0; i < fieldsBefore; ++i)
        words >> skipped;
    long long user = 0, system = 0, childUser = 0, childSystem = 0;
    words >> user >> system >> childUser >> childSystem;
    return user + system + childUser + childSystem;
}

} // namespace

long long memoryOfTree(pid_t root)
{
    long long sum = 0;
    for (const pid_t pid : treeOf(root))
        sum += memoryOf(pid);
    return sum;
}

std::chrono::nanoseconds processorOfTree(pid_t root)
{
    long long ticks = 0;
    for (const pid_t pid : treeOf(root))
        ticks += ticksOf(pid);
    return ticks * std::chrono::nanoseconds(1'000'000'000 / ::sysconf(_SC_CLK_TCK));
}

} // namespace podwright::sandbox
