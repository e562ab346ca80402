#include "models/task/names.h"
#include "models/task/pointers.h"
#include "models/task/rules.h"
#include "models/task/secret_words.h"
#include "models/task/text_rules.h"

#include <algorithm>
#include <array>

namespace podwright::task {

namespace {

enum class Tag { Fixed, Latest, Missing };

Tag tagOf(std::string_view image)
{
    if (image.find('@') != std::string_view::npos)
        return Tag::Fixed;
    const size_t slash = image.rfind('/');
    const size_t colon = image.find(':', slash == std::string_view::npos ? 0 : slash);
    if (colon == std::string_view::npos)
        return Tag::Missing;
    return image.substr(colon + 1) == "latest" ? Tag::Latest : Tag::Fixed;
}

void adviseImageTag(const Task &task, Report &report)
{
    const std::string_view image = plainText(task.arguments, "image");
    const bool isSound = !image.empty() && image.find(' ') == std::string_view::npos;
    const Tag tag = isSound ? tagOf(image) : Tag::Fixed;
    if (tag == Tag::Fixed)
        return;
    const bool isMissing = tag == Tag::Missing;
    report.advice(isMissing ? "image-untagged" : "image-latest", "/task/image",
                  isMissing ? QStringLiteral("An image without a tag means whatever is latest when it is pulled")
                            : QStringLiteral("The tag latest means something else after each push of the image"),
                  QStringLiteral("Name a version, such as %1:1.2.3, or a digest.")
                      .arg(toQString(image.substr(0, isMissing ? image.size() : image.rfind(':')))));
    if (core::textAt(task.arguments, {"image_pull_policy"}) == "IfNotPresent")
        report.advice("image-stale", "/task/image_pull_policy",
                      QStringLiteral("Nodes that have pulled the image before keep their old one"),
                      QStringLiteral("Name a version of the image, or pull it Always."));
}

void advisePullNever(const Task &task, Report &report)
{
    if (core::textAt(task.arguments, {"image_pull_policy"}) == "Never")
        report.advice("pull-never", "/task/image_pull_policy",
                      QStringLiteral("The pod only starts on nodes that have the image already"),
                      QStringLiteral("Use IfNotPresent unless every node is prepared."));
}

// None when an item is no text: the check of types tells of that.
std::vector<std::string> textsOf(const Json &list)
{
    const auto isText = [](const Json &item) { return item.is_string(); };
    if (!list.is_array() || !std::ranges::all_of(list, isText))
        return {};
    return list.get<std::vector<std::string>>();
}

bool isShell(const std::string &program)
{
    constexpr std::array shells = {"sh", "bash", "ash", "dash", "zsh", "ksh"};
    const std::string name = program.substr(program.rfind('/') + 1);
    return std::ranges::find(shells, name) != shells.end();
}

// -c, -cx, -ec: what follows is the script.
bool isScriptOption(const std::string &word)
{
    return word.size() > 1 && word[0] == '-' && word[1] != '-' && word.find('c') != std::string::npos;
}

bool layersHave(const Task &task, const char *field)
{
    const auto has = [field](const Layer &layer) { return !core::at(firstContainer(layer.pod), {field}).empty(); };
    return isGiven(task, "pod_template_file") || std::ranges::any_of(layersOf(task), has);
}

void adviseOneWordCommand(const Task &task, Report &report)
{
    const auto cmds = textsOf(task.argument("cmds"));
    if (cmds.size() == 1 && !hasJinja(cmds[0]) && cmds[0].find(' ') != std::string::npos)
        report.advice("command-blanks", "/task/cmds/0",
                      QStringLiteral("This is taken for the name of one program, blanks included"),
                      QStringLiteral("Write each word as an item of its own, or use bash, -c and one script."));
}

bool usesParameters(const std::string &script)
{
    constexpr std::array parameters = {"$0", "$1", "$2", "$@", "$*", "$#", "${"};
    return std::ranges::any_of(parameters, [&](const char *p) { return script.find(p) != std::string::npos; });
}

void adviseShell(const Task &task, Report &report)
{
    const auto cmds = textsOf(task.argument("cmds"));
    const auto option = std::ranges::find_if(cmds, isScriptOption);
    if (cmds.empty() || !isShell(cmds[0]) || option == cmds.end())
        return;
    const auto arguments = textsOf(task.argument("arguments"));
    std::vector<std::string> script(option + 1, cmds.end());
    script.insert(script.end(), arguments.begin(), arguments.end());
    if (script.empty() && !isGiven(task, "arguments") && !layersHave(task, "args"))
        report.warning("shell-script", "/task/arguments",
                       QStringLiteral("The shell gets no script after %1").arg(toQString(*option)),
                       QStringLiteral("Give the script as the one item of the arguments."));
    else if (script.size() > 1 && !usesParameters(script[0]))
        report.advice("shell-arguments", "/task/arguments",
                      QStringLiteral("The shell runs the first item alone; the others become its $0, $1 and so on"),
                      QStringLiteral("Write the whole script as one item."));
}

void adviseShellSyntax(const Task &task, Report &report)
{
    const auto cmds = textsOf(task.argument("cmds"));
    const auto arguments = textsOf(task.argument("arguments"));
    constexpr std::array operators = {"&&", "||", "|", ">", ">>", "<", ";", "2>&1"};
    if (cmds.empty() || isShell(cmds[0]))
        return;
    for (size_t i = 0; i < arguments.size(); ++i) {
        if (std::ranges::find(operators, arguments[i]) != operators.end())
            return report.advice("shell-syntax", pointerTo("/task/arguments", i),
                                 QStringLiteral("Without a shell, %1 gets \"%2\" as a plain word")
                                     .arg(toQString(cmds[0]), toQString(arguments[i])),
                                 QStringLiteral("Use bash, -c and one script."));
    }
}

// BashOperator loads such files; KPO does not.
void adviseFiles(const Task &task, Report &report)
{
    constexpr std::array endings = {".sh", ".bash", ".sql", ".yaml", ".yml", ".json"};
    for (const char *argument : {"cmds", "arguments"}) {
        const auto words = textsOf(task.argument(argument));
        for (size_t i = 0; i < words.size(); ++i) {
            const bool isBare = words[i].find_first_of(" /=$\n{") == std::string::npos;
            const auto ends = [&](const char *ending) { return words[i].ends_with(ending); };
            if (isBare && std::ranges::any_of(endings, ends))
                report.advice("file-not-loaded", pointerTo(pointerTo("/task", argument), i),
                              QStringLiteral("Airflow does not load %1 here; the file must be in the image")
                                  .arg(toQString(words[i])),
                              QStringLiteral("Give its path inside the container."));
        }
    }
}

void adviseArgumentSecrets(const Task &task, Report &report)
{
    for (const char *argument : {"cmds", "arguments"}) {
        const auto words = textsOf(task.argument(argument));
        for (size_t i = 0; i < words.size(); ++i) {
            const size_t equals = words[i].starts_with('-') ? words[i].find('=') : std::string::npos;
            const bool isNamed =
                equals != std::string::npos && looksSecret(words[i].substr(0, equals), words[i].substr(equals + 1));
            const bool isNext = i > 0 && words[i - 1].starts_with("--") && !words[i].starts_with('-') &&
                                looksSecret(words[i - 1], words[i]);
            if (!hasJinja(words[i]) && (isNamed || isNext || looksSecret(words[i])))
                report.warning("argument-secret", pointerTo(pointerTo("/task", argument), i),
                               QStringLiteral("This looks like a secret; whoever may look at pods can read it"),
                               QStringLiteral("Put it into a Kubernetes secret, take it in as a variable, and write "
                                              "$(VARIABLE) here."));
        }
    }
}

void adviseName(const Task &task, Report &report)
{
    const bool isFixed = task.argument("random_name_suffix") == false;
    const std::string_view given = plainText(task.arguments, "name");
    const auto sane = given.empty() ? core::Result<std::string>(std::string()) : sanitizeName(given);
    if (!sane)
        return;
    if (isFixed && !given.empty())
        return reportFault("/task/name", "name-form", QStringLiteral("Pod name \"%1\"").arg(toQString(*sane)),
                           dnsSubdomainFault(*sane), report);
    const bool hasName = isGiven(task, "name") || isGiven(task, "pod_template_file") ||
                         std::ranges::any_of(layersOf(task), [](const Layer &layer) {
                             return !core::textAt(layer.pod, {"metadata", "name"}).empty();
                         });
    const std::string start = hasName ? *sane : nameFromTaskId(task.taskId());
    constexpr size_t room = 54; // 63 without a hyphen and the suffix
    if (!isFixed && start.size() > room)
        report.advice("name-cut", hasName ? "/task/name" : "/task/task_id",
                      QStringLiteral("The pod's name is cut to %1 characters before its suffix").arg(room),
                      QStringLiteral("Give a shorter pod name."));
}

constexpr std::array<TaskRule, 8> commandAdviceTable = {
    adviseImageTag,    advisePullNever, adviseOneWordCommand,  adviseShell,
    adviseShellSyntax, adviseFiles,     adviseArgumentSecrets, adviseName,
};

} // namespace

std::span<const TaskRule> commandAdvice()
{
    return commandAdviceTable;
}

} // namespace podwright::task
