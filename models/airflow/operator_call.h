#pragma once

#include "models/airflow/draft.h"
#include "models/airflow/python_expression.h"

#include <string_view>
#include <vector>

namespace podwright::airflow {

// One operator that takes KPO's arguments.
struct OperatorKind
{
    std::string_view name;   // "EksPodOperator", or "task.kubernetes_cmd"
    std::string_view module; // empty: no import
    std::string_view nameArgument = "name";
    std::vector<std::string_view> left = {};     // KPO's arguments that it sets by itself
    std::vector<std::string_view> unheeded = {}; // taken and without effect
};

// The operator's keyword arguments: those of the task that differ from KPO's defaults, in the form's order. `more`
// comes right after task_id.
std::vector<ExpressionItem> operatorArguments(const task::Task &task, const OperatorKind &kind, Draft &draft,
                                              std::vector<ExpressionItem> more = {});

// pod_template_file, pod_template_dict and full_pod_spec such that the operator finds the layers of the task.
std::vector<ExpressionItem> templateArguments(const task::Task &task, Draft &draft);

// An airflow field as keyword argument `name`, if it is given and not the default.
void addField(std::vector<ExpressionItem> &items, const task::Task &task, std::string_view field,
              std::string_view name = {});

// timedelta(minutes=5)
Expression duration(const core::Json &seconds, Draft &draft);

// Does any text inside hold Jinja?
bool holdsJinja(const core::Json &value);

} // namespace podwright::airflow
