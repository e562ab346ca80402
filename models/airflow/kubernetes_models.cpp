#include "models/airflow/kubernetes_models.h"

#include "models/core/strings.h"
#include "models/manifest/pod_schema.h"
#include "models/manifest/pod_schema_table.h"
#include "models/task/pointers.h"
#include "models/task/python_source.h"

#include <QRegularExpression>

namespace podwright::airflow {

namespace {

// The type of a field as the schema's table writes it; nothing if the model has no such field.
std::optional<std::string_view> fieldType(const manifest::PodModel &model, std::string_view key)
{
    std::optional<std::string_view> type;
    manifest::forEachWord(model.fields, [&](std::string_view word) {
        if (const manifest::ModelField field = manifest::modelField(word); field.name == key)
            type = field.type;
    });
    return type;
}

// As the client's generator names attributes: hostIP -> host_ip, targetWWNs -> target_wwns.
std::string attributeName(std::string_view key)
{
    static const QRegularExpression word(QStringLiteral("([A-Z]+)((?![A-Z]s\\b)[A-Z][a-z]+)"));
    static const QRegularExpression hump(QStringLiteral("([a-z0-9])([A-Z])"));
    QString name = core::qt(key);
    name.replace(word, QStringLiteral("\\1_\\2"));
    name.replace(hump, QStringLiteral("\\1_\\2"));
    name = name.toLower();
    return (name == QStringLiteral("exec") ? "_" : "") + name.toStdString();
}

class ModelWriter
{
public:
    explicit ModelWriter(Draft &draft)
        : m_draft(draft)
    {}

    Expression write(const core::Json &value, std::string_view type, const std::string &pointer)
    {
        const manifest::PodModel *model = manifest::findModel(type);
        if (!model || task::isPython(value) || !value.is_structured())
            return literal(value);
        if (value.is_object())
            return object(value, *model, pointer);
        std::vector<Expression> items;
        for (size_t i = 0; i < value.size(); ++i)
            items.push_back(write(value[i], type, task::pointerTo(pointer, i)));
        return listOf(std::move(items));
    }

private:
    Expression object(const core::Json &value, const manifest::PodModel &model, const std::string &pointer)
    {
        m_draft.imports.add("kubernetes.client", "models as k8s");
        manifest::forEachWord(model.required, [&](std::string_view field) {
            if (core::at(value, {field}).is_null())
                m_draft.fail(pointer, QStringLiteral("%1 must have %2").arg(core::qt(model.name), core::qt(field)));
        });
        std::vector<ExpressionItem> items;
        for (const auto &[key, part] : value.items()) {
            if (part.is_null())
                continue;
            const std::string place = task::pointerTo(pointer, key);
            if (const auto type = fieldType(model, key))
                items.push_back(keyword(attributeName(key), write(part, *type, place)));
            else
                m_draft.note(QStringLiteral("%1 is left out: Kubernetes has no such field").arg(core::qt(place)));
        }
        // The API group core has a class of this name beside the one of the group resource.
        const std::string_view version = model.name == "ResourceClaim" ? "CoreV1" : "V1";
        return call("k8s." + std::string(version) + std::string(model.name), std::move(items));
    }

    Draft &m_draft;
};

// The same content with the keys in the order of `pattern`.
core::Json inOrderOf(const core::Json &pattern, const core::Json &value)
{
    if (!value.is_structured() || value.type() != pattern.type())
        return value;
    core::Json result = value.is_object() ? core::Json::object() : core::Json::array();
    if (value.is_array()) {
        for (size_t i = 0; i < value.size(); ++i)
            result.push_back(inOrderOf(i < pattern.size() ? pattern[i] : core::Json(), value[i]));
        return result;
    }
    for (const auto &[key, part] : pattern.items())
        if (value.contains(key))
            result[key] = inOrderOf(part, value[key]);
    for (const auto &[key, part] : value.items())
        if (!result.contains(key))
            result[key] = part;
    return result;
}

} // namespace

Expression kubernetesObject(const core::Json &value, std::string_view type, const std::string &pointer, Draft &draft)
{
    return ModelWriter(draft).write(value, type, pointer);
}

Expression manifestObject(const core::Json &value, std::string_view type, const std::string &pointer, Draft &draft)
{
    Expression asWritten = kubernetesObject(value, type, pointer, draft);
    if (task::holdsPython(value))
        return asWritten;
    const core::Json read = inOrderOf(value, manifest::podModel(value, type, manifest::ModelSource::Manifest));
    return kubernetesObject(read, type, pointer, draft);
}

std::optional<core::Error> manifestFault(const core::Json &value, std::string_view type, const std::string &pointer)
{
    Draft check;
    manifestObject(value, type, pointer, check);
    return check.error();
}

Expression objectOrDict(const core::Json &value, std::string_view type, const std::string &pointer, Draft &draft)
{
    Draft check;
    kubernetesObject(value, type, pointer, check);
    const bool isWhole =
        !check.error() && (task::holdsPython(value) ||
                           inOrderOf(value, manifest::podModel(value, type, manifest::ModelSource::Object)) == value);
    return isWhole ? kubernetesObject(value, type, pointer, draft) : literal(value);
}

} // namespace podwright::airflow
