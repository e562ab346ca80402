#include "app/podwright/command_line.h"
#include "app/podwright/console.h"

#include "models/session/sandbox_launcher.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace podwright::cli {
namespace {

// Becomes the sandbox: its output, its signals and its exit code are this command's.
int becomeSandbox(const std::vector<std::string> &arguments)
{
    const std::string program = session::SandboxLauncher::program().toStdString();
    if (program.empty()) {
        say(QStringLiteral("the program podwright-sandbox is not installed beside this one or in PATH"));
        return ClusterTrouble;
    }
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char *> pointers;
    for (std::string &word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execv(program.c_str(), pointers.data());
    say(QStringLiteral("%1: %2").arg(QString::fromStdString(program), QString::fromLocal8Bit(std::strerror(errno))));
    return ClusterTrouble;
}

struct SandboxOptions
{
    std::string kubeconfig, runtime;
    int port = 0;
};

int sandbox(const SandboxOptions &options)
{
    std::vector<std::string> arguments;
    const auto pass = [&arguments](const char *name, const std::string &value) {
        if (!value.empty())
            arguments.insert(arguments.end(), {name, value});
    };
    pass("--kubeconfig", options.kubeconfig);
    pass("--port", options.port > 0 ? std::to_string(options.port) : std::string());
    pass("--runtime", options.runtime);
    return becomeSandbox(arguments);
}

} // namespace

void addSandbox(CLI::App &app, Action &action)
{
    CLI::App *command = app.add_subcommand("sandbox", "Run the sandbox cluster until it is interrupted");
    const auto options = std::make_shared<SandboxOptions>();
    command->add_option("--kubeconfig", options->kubeconfig, "Where to write the kubeconfig");
    command->add_option("--port", options->port, "Port on loopback; free one by default")->check(CLI::Range(1, 65535));
    command->add_option("--runtime", options->runtime, "auto, bwrap, podman or process")
        ->check(CLI::IsMember({"auto", "bwrap", "podman", "process"}));
    command->callback([options, &action] { action = [options] { return sandbox(*options); }; });
}

} // namespace podwright::cli
