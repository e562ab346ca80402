#include "ui/designer/field_factory.h"

#include "models/core/strings.h"
#include "ui/designer/sample_field.h"
#include "ui/widgets/block_fields.h"
#include "ui/widgets/choice_fields.h"
#include "ui/widgets/line_fields.h"
#include "ui/widgets/list_field.h"
#include "ui/widgets/names_field.h"
#include "ui/widgets/resources_field.h"
#include "ui/widgets/table_fields.h"

namespace podwright::ui::designer {

namespace {

QStringList choicesOf(const task::Argument &argument)
{
    QStringList choices;
    for (std::string_view choice : argument.choices)
        choices += core::qt(choice);
    return choices;
}

} // namespace

std::unique_ptr<widgets::Field> makeField(const FormEntry &entry)
{
    using enum task::ArgumentType;
    using widgets::NumberField;
    const task::Argument &argument = entry.argument;
    if (entry.pointer == "/sample")
        return std::make_unique<SampleField>();
    switch (argument.type) {
    case Integer:
        return std::make_unique<NumberField>(NumberField::Kind::Integer, core::qt(argument.unit));
    case Number:
        return std::make_unique<NumberField>(NumberField::Kind::Real, core::qt(argument.unit));
    case Flag:
        return std::make_unique<widgets::FlagField>();
    case Choice:
        return std::make_unique<widgets::ChoiceField>(choicesOf(argument));
    case StringList:
        return std::make_unique<widgets::ListField>();
    case KeyValue:
        return std::make_unique<widgets::KeyValueField>();
    case EnvVars:
        return std::make_unique<widgets::EnvField>();
    case Resources:
        return std::make_unique<widgets::ResourcesField>();
    case Secrets:
        return std::make_unique<widgets::SecretsField>();
    case IntegerList:
        return std::make_unique<widgets::IntegerListField>(core::qt(argument.unit));
    case Names:
        return std::make_unique<widgets::NamesField>();
    case Object:
    case ObjectList:
        return std::make_unique<widgets::YamlField>();
    case Code:
        return std::make_unique<widgets::CodeField>();
    case Text:
        break;
    }
    return std::make_unique<widgets::LineField>(core::qt(argument.unit));
}

} // namespace podwright::ui::designer
