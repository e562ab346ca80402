#include "models/airflow/import.h"

#include "models/airflow/import_dag.h"
#include "models/airflow/import_yaml.h"

#include <QRegularExpression>

namespace podwright::airflow {

namespace {

bool isPython(const QByteArray &text, const QString &fileName)
{
    if (fileName.endsWith(QLatin1String(".py"), Qt::CaseInsensitive))
        return true;
    static const QRegularExpression yamlName(QStringLiteral("\\.(ya?ml|json)\\z"),
                                             QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression statement(
        QStringLiteral(
            "^(import [\\w.]+|from [\\w.]+ import .*|\\s*(\\w+ = )?\\w*(Operator|Sensor|DAG)\\(.*|@\\w+.*)$"),
        QRegularExpression::MultilineOption);
    constexpr qsizetype sniffed = 64 * 1024;
    return !yamlName.match(fileName).hasMatch() && statement.match(QString::fromUtf8(text.left(sniffed))).hasMatch();
}

} // namespace

core::Result<Imported> importText(const QByteArray &text, const QString &fileName, std::stop_token stop)
{
    return isPython(text, fileName) ? importDag(text, fileName, stop) : importYaml(text, fileName);
}

} // namespace podwright::airflow
