#include "models/task/old_names.h"

#include "models/task/pointers.h"
#include "models/task/text.h"

#include <array>

namespace podwright::task {

namespace {

struct Rename
{
    std::string_view from;
    std::string_view to;
};

constexpr std::array renamedArguments = {Rename{"node_selectors", "node_selector"},
                                         Rename{"xcom_push", "do_xcom_push"}};

struct AmountName
{
    std::string_view from;
    std::string_view kind;
    std::string_view resource;
};
constexpr std::array amountNames = {
    AmountName{"request_memory", "requests", "memory"},
    AmountName{"request_cpu", "requests", "cpu"},
    AmountName{"request_ephemeral_storage", "requests", "ephemeral-storage"},
    AmountName{"limit_memory", "limits", "memory"},
    AmountName{"limit_cpu", "limits", "cpu"},
    AmountName{"limit_gpu", "limits", "nvidia.com/gpu"},
    AmountName{"limit_ephemeral_storage", "limits", "ephemeral-storage"},
};

struct KeyRename
{
    std::string_view argument;
    std::string_view from;
    std::string_view to;
};
// The attributes of the former classes VolumeMount and Port.
constexpr std::array renamedKeys = {
    KeyRename{"volume_mounts", "mount_path", "mountPath"}, KeyRename{"volume_mounts", "sub_path", "subPath"},
    KeyRename{"volume_mounts", "read_only", "readOnly"},   KeyRename{"ports", "container_port", "containerPort"},
    KeyRename{"ports", "host_port", "hostPort"},
};

// Keeps the place of the key among its neighbours.
void replaceKey(Json &table, std::string_view from, std::string_view to, const Json &value)
{
    Json rebuilt = Json::object();
    for (const auto &[key, old] : table.items())
        rebuilt[key == from ? std::string(to) : key] = key == from ? value : old;
    table = std::move(rebuilt);
}

class Translator
{
public:
    Translator(Json &arguments, const core::YamlDocument &document, Problems &notes)
        : m_arguments(arguments)
        , m_document(document)
        , m_notes(notes)
    {}

    void run()
    {
        for (const Rename &rename : renamedArguments)
            replace(rename.from, rename.to, core::at(m_arguments, {rename.from}));
        deletion();
        resources();
        volumes();
        runtimeInfo();
        for (const KeyRename &rename : renamedKeys)
            keys(rename);
    }

private:
    void note(const std::string &oldPointer, const std::string &newPointer, const QString &message)
    {
        const auto key = m_document.keys.find(oldPointer);
        m_notes.push_back({.severity = Problem::Severity::Warning,
                           .id = "old-name",
                           .pointer = newPointer,
                           .message = message,
                           .fix = QStringLiteral("Saving the file writes it in today's form."),
                           .position = key == m_document.keys.end() ? m_document.positionOf(oldPointer) : key->second});
    }

    void replace(std::string_view from, std::string_view to, const Json &value)
    {
        if (!m_arguments.contains(from))
            return;
        const std::string pointer = pointerTo("/task", to);
        const bool isTaken = m_arguments.contains(to);
        note(pointerTo("/task", from), pointer,
             isTaken ? QStringLiteral("%1 is an old name of %2, which is given too and wins")
                           .arg(toQString(from), toQString(to))
                     : QStringLiteral("%1 is an old name and was read as %2").arg(toQString(from), toQString(to)));
        if (isTaken)
            m_arguments.erase(std::string(from));
        else
            replaceKey(m_arguments, from, to, Json(value));
    }

    void deletion()
    {
        const Json &flag = core::at(m_arguments, {"is_delete_operator_pod"});
        if (flag.is_boolean())
            replace("is_delete_operator_pod", "on_finish_action", flag.get<bool>() ? "delete_pod" : "keep_pod");
    }

    void resources()
    {
        const Json &old = core::at(m_arguments, {"resources"});
        if (!old.is_object())
            return;
        Json today = Json::object();
        for (const auto &[key, value] : old.items()) {
            const auto known = std::ranges::find(amountNames, key, &AmountName::from);
            if (known == amountNames.end()) {
                today[key] = value; // the names of today, or something that validation reports
                continue;
            }
            if (value.is_null() || value == "")
                continue;
            Json &amounts = today[std::string(known->kind)];
            if (amounts.is_null() || amounts.is_object())
                amounts[std::string(known->resource)] = value;
        }
        replace("resources", "container_resources", today);
    }

    template<class Change>
    void eachTable(std::string_view argument, Change change)
    {
        if (!core::at(m_arguments, {argument}).is_array())
            return;
        Json &list = m_arguments[std::string(argument)];
        for (size_t i = 0; i < list.size(); ++i) {
            if (list[i].is_object())
                change(list[i], pointerTo(pointerTo("/task", argument), i));
        }
    }

    void keys(const KeyRename &rename)
    {
        eachTable(rename.argument, [&](Json &table, const std::string &pointer) {
            if (!table.contains(rename.from) || table.contains(rename.to))
                return;
            replaceKey(table, rename.from, rename.to, Json(table[std::string(rename.from)]));
            note(pointerTo(pointer, rename.from), pointer,
                 QStringLiteral("%1 was read as %2").arg(toQString(rename.from), toQString(rename.to)));
        });
    }

    // Volume(name, configs)
    void volumes()
    {
        eachTable("volumes", [this](Json &volume, const std::string &pointer) {
            const Json configs = core::at(volume, {"configs"});
            if (!configs.is_object())
                return;
            volume.erase("configs");
            volume.update(configs);
            note(pointerTo(pointer, "configs"), pointer,
                 QStringLiteral("configs was read as parts of the volume itself"));
        });
    }

    // PodRuntimeInfoEnv(name, field_path)
    void runtimeInfo()
    {
        eachTable("pod_runtime_info_envs", [this](Json &variable, const std::string &pointer) {
            const Json path = core::at(variable, {"field_path"});
            if (!path.is_string())
                return;
            replaceKey(variable, "field_path", "valueFrom", {{"fieldRef", {{"fieldPath", path}}}});
            note(pointerTo(pointer, "field_path"), pointer,
                 QStringLiteral("field_path was read as valueFrom.fieldRef.fieldPath"));
        });
    }

    Json &m_arguments;
    const core::YamlDocument &m_document;
    Problems &m_notes;
};

} // namespace

void translateOldNames(Json &arguments, const core::YamlDocument &document, Problems &notes)
{
    Translator(arguments, document, notes).run();
}

} // namespace podwright::task
