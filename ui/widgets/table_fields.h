#pragma once

#include "ui/widgets/table_field.h"

namespace podwright::ui::widgets {

// dict[str, str]: labels, annotations, selectors. Values that are no strings stay what they are until they are edited.
class KeyValueField : public TableField
{
    Q_OBJECT
public:
    explicit KeyValueField(QWidget *parent = nullptr);

protected:
    EntryModel::Entries entriesOf(const Json &value) const override;
    Json jsonOf(const EntryModel::Entries &entries) const override;
};

// Environment variables. A dict stays a dict as long as every entry is a literal with a name of its own.
class EnvField : public TableField
{
    Q_OBJECT
public:
    explicit EnvField(QWidget *parent = nullptr);

protected:
    EntryModel::Entries entriesOf(const Json &value) const override;
    Json jsonOf(const EntryModel::Entries &entries) const override;
};

// Secrets given to the container as variables or mounted files.
class SecretsField : public TableField
{
    Q_OBJECT
public:
    explicit SecretsField(QWidget *parent = nullptr);

protected:
    EntryModel::Entries entriesOf(const Json &value) const override;
    Json jsonOf(const EntryModel::Entries &entries) const override;
};

} // namespace podwright::ui::widgets
