#include "app/sandbox/table.h"

#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/table_rows.h"

namespace podwright::sandbox {
namespace {

Json columnDefinitions(const std::vector<Column> &columns)
{
    Json definitions = Json::array();
    for (const Column &column : columns)
        definitions.push_back({{"name", column.name},
                               {"type", column.type},
                               {"format", column.name == std::string("Name") ? "name" : ""},
                               {"description", ""},
                               {"priority", column.isWide ? 1 : 0}});
    return definitions;
}

Json conditionsOf(const ResourceType &type, const Json &object)
{
    const std::string phase = core::textAt(object, {"status", "phase"});
    if (type.plural != "pods" || (phase != "Succeeded" && phase != "Failed"))
        return nullptr;
    const char *message = phase == "Succeeded" ? "The pod has completed successfully." : "The pod failed.";
    return Json::array({{{"type", "Completed"}, {"status", "True"}, {"reason", phase}, {"message", message}}});
}

Json row(const ResourceType &type, const RowPrinter &printer, const Json &object, IncludeObject include)
{
    Json cells = Json::array();
    for (Json &cell : printer.cells(object))
        cells.push_back(std::move(cell));
    Json result = {{"cells", std::move(cells)}};
    Json conditions = conditionsOf(type, object);
    if (!conditions.is_null())
        result["conditions"] = std::move(conditions);
    result["object"] = nullptr;
    if (include == IncludeObject::Metadata)
        result["object"] = metadataOnly(object);
    else if (include == IncludeObject::Object)
        result["object"] = typed(type, object);
    return result;
}

} // namespace

IncludeObject includeObject(const Request &request)
{
    const std::string value = request.query.text("includeObject");
    if (value.empty() || value == "Metadata")
        return IncludeObject::Metadata;
    if (value == "Object")
        return IncludeObject::Object;
    if (value == "None")
        return IncludeObject::None;
    throw badRequest("Unable to convert to Table as requested: includeObject: Invalid value: \"" + value +
                     "\": must be 'Metadata', 'Object', 'None', or empty");
}

Json tableOf(const ResourceType &type, const std::vector<const Json *> &objects, const Json &listMetadata,
             IncludeObject include)
{
    const RowPrinter &printer = rowPrinter(type);
    Json table = {{"kind", "Table"},
                  {"apiVersion", "meta.k8s.io/v1"},
                  {"metadata", listMetadata},
                  {"columnDefinitions", columnDefinitions(printer.columns)},
                  {"rows", Json::array()}};
    for (const Json *object : objects)
        table["rows"].push_back(row(type, printer, *object, include));
    return table;
}

} // namespace podwright::sandbox
