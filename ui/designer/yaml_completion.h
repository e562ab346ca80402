#pragma once

#include "models/manifest/pod_assist.h"

#include <QObject>

namespace podwright::ui::designer {

class YamlView;

// Offers the fields and values that can stand at the caret of a pod's YAML: while one types a name, behind the colon of
// a field with known values, and on demand.
class YamlCompletion : public QObject
{
    Q_OBJECT
public:
    explicit YamlCompletion(YamlView *view);
    void offer(); // shows what there is, if anything

private:
    void charAdded(int character);
    void take(const char *selection);

    YamlView *m_view;
    manifest::Completions m_offered;
};

} // namespace podwright::ui::designer
