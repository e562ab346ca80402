#include "app/sandbox/network_files.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

std::string contentOf(const char *path)
{
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

Mount writtenFile(const std::string &folder, const std::string &name, const std::string &text)
{
    const std::string path = folder + '/' + name;
    std::ofstream(path) << text;
    namespace fs = std::filesystem;
    std::error_code error;
    fs::permissions(
        path, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read, error);
    return {path, "/etc/" + name, true};
}

std::string joined(const Json &words)
{
    std::string text;
    for (const Json &word : words)
        text += word.is_string() ? ' ' + word.get<std::string>() : std::string();
    return text;
}

} // namespace

std::string hostsText(const std::string &machine, const Json &hostAliases)
{
    std::string text = machine + (machine.empty() || machine.ends_with('\n') ? "" : "\n");
    text += "\n# Entries added by HostAliases.\n";
    for (const Json &alias : hostAliases) {
        text += textAt(alias, {"ip"});
        for (const Json &name : at(alias, {"hostnames"}))
            text += name.is_string() ? '\t' + name.get<std::string>() : std::string();
        text += '\n';
    }
    return text;
}

std::string resolverText(const std::string &machine, const Json &spec)
{
    const Json &config = at(spec, {"dnsConfig"});
    std::string text = textAt(spec, {"dnsPolicy"}) == "None" ? std::string() : machine;
    for (const Json &server : at(config, {"nameservers"}))
        text += server.is_string() ? "nameserver " + server.get<std::string>() + '\n' : std::string();
    if (const Json &searches = at(config, {"searches"}); !searches.empty())
        text += "search" + joined(searches) + '\n';
    std::string options;
    for (const Json &option : at(config, {"options"})) {
        const std::string value = textAt(option, {"value"});
        options += ' ' + textAt(option, {"name"}) + (value.empty() ? "" : ':' + value);
    }
    return text + (options.empty() ? "" : "options" + options + '\n');
}

std::vector<Mount> networkFiles(const Json &pod, const std::string &folder)
{
    const Json &spec = at(pod, {"spec"});
    std::vector<Mount> mounts;
    if (const Json &aliases = at(spec, {"hostAliases"}); !aliases.empty())
        mounts.push_back(writtenFile(folder, "hosts", hostsText(contentOf("/etc/hosts"), aliases)));
    if (at(spec, {"dnsConfig"}).is_object())
        mounts.push_back(writtenFile(folder, "resolv.conf", resolverText(contentOf("/etc/resolv.conf"), spec)));
    return mounts;
}

} // namespace podwright::sandbox
