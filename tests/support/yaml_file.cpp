#include "tests/support/yaml_file.h"

#include "models/core/yaml.h"

#include <QFile>

namespace podwright::support {

core::Json readYamlFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
    const auto document = core::readYaml(file.readAll().toStdString(), {.dialect = core::YamlDialect::PyYaml});
    if (!document)
        qFatal("%s: %s", qPrintable(path), qPrintable(document.error().text()));
    return document->value;
}

} // namespace podwright::support
