#include "models/airflow/pod_documents.h"

#include "models/airflow/shell_text.h"
#include "models/core/strings.h"
#include "models/core/yaml.h"
#include "models/task/names.h"

#include <QStringList>

namespace podwright::airflow {

namespace {

using core::Json;

// The `kubectl run` nearest to a pod, and what it cannot say.
class RunCommand
{
public:
    explicit RunCommand(const Json &pod)
        : m_pod(pod)
        , m_container(pod["spec"]["containers"][0])
    {}

    // Empty where the pod has no image.
    std::string text()
    {
        const std::string image = core::textAt(m_container, {"image"});
        if (image.empty())
            return {};
        add("kubectl run " + shellWord(core::textAt(m_pod, {"metadata", "name"})));
        add("--namespace=" + shellWord(core::textAt(m_pod, {"metadata", "namespace"})));
        add("--image=" + shellWord(image));
        addText("imagePullPolicy", "--image-pull-policy=");
        add("--restart=Never");
        addMetadata();
        addEnvironment();
        addPort();
        addCommand();
        collectLosses();
        return shellCommand(m_words);
    }

    const QStringList &losses() const { return m_losses; }

private:
    void add(std::string word) { m_words.push_back(std::move(word)); }

    void addText(const char *key, const std::string &flag)
    {
        if (const std::string value = core::textAt(m_container, {key}); !value.empty())
            add(flag + shellWord(value));
    }

    void addMetadata()
    {
        const Json &labels = core::at(m_pod, {"metadata", "labels"});
        std::string list;
        for (const auto &[key, value] : labels.items())
            list += (list.empty() ? "" : ",") + key + "=" + (value.is_string() ? value.get<std::string>() : "");
        if (!list.empty())
            add("--labels=" + shellWord(list));
        for (const auto &[key, value] : core::at(m_pod, {"metadata", "annotations"}).items())
            if (value.is_string())
                add("--annotations=" + shellWord(key + "=" + value.get<std::string>()));
    }

    void addEnvironment()
    {
        const Json &variables = core::at(m_container, {"env"});
        for (const Json &variable : variables) {
            const std::string name = core::textAt(variable, {"name"});
            if (core::at(variable, {"valueFrom"}).is_null())
                add("--env=" + shellWord(name + "=" + core::textAt(variable, {"value"})));
            else
                m_losses += QStringLiteral("variable %1").arg(core::qt(name));
        }
    }

    void addPort()
    {
        const Json &ports = core::at(m_container, {"ports"});
        if (ports.size() == 1 && ports[0].size() == 1 && ports[0].contains("containerPort"))
            add("--port=" + ports[0]["containerPort"].dump());
        else if (!ports.empty())
            m_losses += QStringLiteral("ports");
    }

    void addCommand()
    {
        const Json &command = core::at(m_container, {"command"});
        const Json &arguments = core::at(m_container, {"args"});
        if (!command.empty())
            add("--command");
        if (!command.empty() || !arguments.empty())
            add("--");
        for (const Json *list : {&command, &arguments})
            for (const Json &word : *list)
                add(shellWord(word.is_string() ? word.get<std::string>()
                                               : word.dump(-1, ' ', false, Json::error_handler_t::replace)));
    }

    void collectLosses()
    {
        const auto collect = [this](const Json &object, const QStringList &said) {
            for (const auto &[key, value] : object.items())
                if (!said.contains(core::qt(key)))
                    m_losses += core::qt(key);
        };
        const auto words = [](const char *text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
        collect(m_pod["metadata"], words("name namespace labels annotations"));
        const bool isPlainNetwork = core::at(m_pod, {"spec", "hostNetwork"}) == false;
        collect(m_pod["spec"],
                words(isPlainNetwork ? "containers restartPolicy hostNetwork" : "containers restartPolicy"));
        const bool isPlainEnd = core::textAt(m_container, {"terminationMessagePolicy"}) == "File";
        collect(m_container, words("name image imagePullPolicy command args env ports") +
                                 (isPlainEnd ? words("terminationMessagePolicy") : QStringList()));
        if (m_pod["spec"]["containers"].size() > 1)
            m_losses += QStringLiteral("the other containers");
    }

    const Json &m_pod;
    const Json &m_container;
    std::vector<std::string> m_words;
    QStringList m_losses;
};

std::string applyCommand(const Json &pod)
{
    const std::string manifest = core::writeYaml(pod).text;
    const std::string mark = hereMark(manifest);
    return "kubectl apply --filename - <<'" + mark + "'\n" + manifest + mark + "\n";
}

// As a comment: both commands would create the pod.
std::string commented(const std::string &text)
{
    std::string result;
    for (const QString &line : core::qt(text).split(QLatin1Char('\n')))
        result += ("# " + line.toStdString()).substr(0, line.isEmpty() ? 1 : std::string::npos) + "\n";
    return result;
}

std::string commands(const Json &pod, Draft &draft)
{
    RunCommand run(pod);
    const std::string text = run.text();
    if (text.empty())
        return applyCommand(pod);
    QString remark = QStringLiteral("The nearest kubectl run");
    if (!run.losses().isEmpty()) {
        const QString losses = run.losses().join(QStringLiteral(", "));
        remark += QStringLiteral(", without %1").arg(losses);
        draft.note(QStringLiteral("kubectl run cannot say %1").arg(losses));
    }
    return applyCommand(pod) + "\n" + commented((remark + QLatin1Char(':')).toStdString() + "\n" + text);
}

} // namespace

core::Result<Exported> kubectlText(std::span<const task::Task> tasks, const ExportOptions &options)
{
    Draft draft(tasks.size() > 1);
    std::string text;
    for (const task::Task &task : tasks) {
        draft.begin(task);
        const Json pod = launchDocument(task, options, draft);
        if (draft.error())
            return *draft.error();
        text += (text.empty() ? "" : "\n") + commands(pod, draft);
    }
    const std::string name = tasks.size() == 1 ? task::nameFromTaskId(tasks.front().taskId()) : "tasks";
    return Exported{.text = text,
                    .language = Language::Shell,
                    .fileName = core::qt(name) + QStringLiteral(".sh"),
                    .notes = draft.notes()};
}

} // namespace podwright::airflow
