#include "models/session/kubectl_line.h"

#include "models/airflow/shell_text.h"

namespace podwright::session {
namespace {

std::vector<std::string> wordsOf(KubectlVerb verb, const std::string &pod, const std::string &container)
{
    std::vector<std::string> words;
    switch (verb) {
    case KubectlVerb::Get:
        return {"get", "pod", pod, "-o", "yaml"};
    case KubectlVerb::Describe:
        return {"describe", "pod", pod};
    case KubectlVerb::Delete:
        return {"delete", "pod", pod};
    case KubectlVerb::Logs:
        words = {"logs", pod, "-f"};
        break;
    case KubectlVerb::Exec:
        words = {"exec", "-it", pod};
        break;
    }
    if (!container.empty())
        words.insert(words.end(), {"-c", container});
    if (verb == KubectlVerb::Exec)
        words.insert(words.end(), {"--", "sh"});
    return words;
}

} // namespace

std::string kubectlLine(KubectlVerb verb, const BulkTarget &target, const std::string &kubeconfig,
                        const std::string &container)
{
    std::vector<std::string> words{"kubectl"};
    if (!kubeconfig.empty())
        words.insert(words.end(), {"--kubeconfig", kubeconfig});
    words.insert(words.end(), {"--context", target.context.toStdString(), "-n", target.ns});
    const std::vector<std::string> rest = wordsOf(verb, target.pod, container);
    words.insert(words.end(), rest.begin(), rest.end());
    std::string line;
    for (const std::string &word : words)
        line += (line.empty() ? "" : " ") + airflow::shellWord(word);
    return line;
}

} // namespace podwright::session
