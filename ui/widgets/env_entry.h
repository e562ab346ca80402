#pragma once

#include "models/core/json.h"

#include <QStringList>

namespace podwright::ui::widgets {

// A Kubernetes EnvVar as one line: its value as text and where that comes from.
// Secret and config map: "NAME / KEY"; field: the field path; other sources: their JSON, read only by the program.
QString envValue(const core::Json &entry);
QString envSource(const core::Json &entry);
QStringList envSources(); // "literal" first
void setEnvValue(core::Json &entry, const QString &text);
void setEnvSource(core::Json &entry, const QString &source);

} // namespace podwright::ui::widgets
