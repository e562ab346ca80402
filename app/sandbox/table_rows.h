#pragma once

#include "app/sandbox/resources.h"

#include <vector>

namespace podwright::sandbox {

struct Column
{
    const char *name;
    const char *type = "string";
    bool isWide = false; // shown by -o wide only
};

struct RowPrinter
{
    std::vector<Column> columns;
    std::vector<Json> (*cells)(const Json &object); // as many as columns
};

const RowPrinter &rowPrinter(const ResourceType &type);

} // namespace podwright::sandbox
