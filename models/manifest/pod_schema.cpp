#include "models/manifest/pod_schema.h"

#include "models/manifest/model_scalars.h"
#include "models/manifest/pod_schema_table.h"
#include "models/task/python_source.h"

namespace podwright::manifest {

using core::Json;

namespace {

// A text where the client expects a list becomes the list of its letters.
Json letters(const Json &value)
{
    Json result = Json::array();
    for (const char32_t letter : QString::fromStdString(value.get_ref<const std::string &>()).toStdU32String())
        result.push_back(QString::fromUcs4(&letter, 1).toStdString());
    return result;
}

Json scalars(const Json &value, std::string_view type)
{
    if (!value.is_structured())
        return modelScalar(value, type);
    Json result = value;
    for (Json &item : result)
        item = modelScalar(item, type);
    return result;
}

Json fieldValue(const Json &value, const ModelField &field, const PodModel &owner, ModelSource source)
{
    const bool isModel = findModel(field.type) != nullptr;
    if (task::isPython(value))
        return value;
    if (source == ModelSource::Object)
        return isModel ? podModel(value, field.type, source) : value;
    const bool isList = hasWord(owner.lists, field.name);
    if (isModel && isList && !value.is_array())
        return value;
    if (isModel)
        return isList || value.is_object() ? podModel(value, field.type, source) : Json::object();
    return scalars(isList && value.is_string() ? letters(value) : value, field.type);
}

Json object(const Json &value, const PodModel &model, ModelSource source)
{
    Json result = Json::object();
    forEachWord(model.fields, [&](std::string_view word) {
        const ModelField field = modelField(word);
        if (const Json &part = core::at(value, {field.name}); !part.is_null())
            result.emplace(field.name, fieldValue(part, field, model, source));
    });
    return result;
}

// Looks for the first fault, in the order of the fields.
class FaultFinder
{
public:
    explicit FaultFinder(ModelSource source)
        : m_source(source)
    {}

    std::optional<core::Error> fault;

    void model(const Json &value, const PodModel &type, const Json::json_pointer &place)
    {
        const bool isKept = m_source == ModelSource::Object && !value.is_object();
        if (fault || value.is_null() || isKept || task::isPython(value))
            return;
        forEachWord(type.required, [&](std::string_view name) {
            if (core::at(value, {name}).is_null())
                refuse(place,
                       QStringLiteral("%1 is missing").arg(QString::fromUtf8(name.data(), qsizetype(name.size()))));
        });
        forEachWord(type.fields, [&](std::string_view word) {
            const ModelField part = modelField(word);
            if (const Json &given = core::at(value, {part.name}); !given.is_null())
                field(given, part, hasWord(type.lists, part.name), place / std::string(part.name));
        });
    }

private:
    void refuse(const Json::json_pointer &place, const QString &message)
    {
        if (!fault)
            fault = core::Error{.message = message, .where = QString::fromStdString(place.to_string())};
    }

    void field(const Json &value, const ModelField &field, bool isList, const Json::json_pointer &place)
    {
        if (task::isPython(value))
            return;
        if (!isList)
            return item(value, field, place);
        if (m_source == ModelSource::Object && !value.is_array())
            return;
        if (!value.is_array() && !(value.is_string() && !findModel(field.type)))
            return refuse(place, QStringLiteral("must be a list"));
        size_t index = 0;
        for (const Json &part : value.is_array() ? value : Json::array())
            item(part, field, place / index++);
    }

    void item(const Json &value, const ModelField &field, const Json::json_pointer &place)
    {
        if (task::isPython(value))
            return;
        if (const PodModel *type = findModel(field.type))
            return model(value, *type, place);
        if (m_source == ModelSource::Manifest && !isModelScalar(value, field.type))
            refuse(place, QStringLiteral("must be %1")
                              .arg(field.type == "int"    ? QStringLiteral("a number")
                                   : field.type == "time" ? QStringLiteral("a time in a text")
                                                          : QStringLiteral("a map")));
    }

    ModelSource m_source;
};

} // namespace

Json podModel(const Json &value, std::string_view type, ModelSource source)
{
    const PodModel *model = findModel(type);
    if (!model || value.is_null() || task::isPython(value))
        return value;
    if (value.is_object())
        return object(value, *model, source);
    if (!value.is_array())
        return source == ModelSource::Manifest ? Json::object() : value;
    Json result = Json::array();
    for (const Json &item : value)
        result.push_back(podModel(item, type, source));
    return result;
}

std::optional<core::Error> modelFault(const Json &value, std::string_view type, ModelSource source)
{
    const PodModel *model = findModel(type);
    if (!model)
        return {};
    FaultFinder finder(source);
    if (value.is_array())
        for (size_t i = 0; i < value.size(); ++i)
            finder.model(value[i], *model, Json::json_pointer() / i);
    else
        finder.model(value, *model, Json::json_pointer());
    return finder.fault;
}

bool isModelField(std::string_view type, std::string_view field)
{
    bool found = false;
    if (const PodModel *model = findModel(type))
        forEachWord(model->fields, [&](std::string_view word) {
            const ModelField part = modelField(word);
            found = found || (part.name == field && findModel(part.type) && !hasWord(model->lists, field));
        });
    return found;
}

} // namespace podwright::manifest
