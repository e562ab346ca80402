#include "models/airflow/python_helper.h"

#include <QFile>
#include <QFileInfo>

static void initPythonResource()
{
    Q_INIT_RESOURCE(python);
}

namespace podwright::airflow {

namespace {

// The system's own, whose packages are known, before any that a shell has put in front of it.
std::string pythonProgram()
{
    const QString ours = QStringLiteral("/usr/bin/python3");
    return QFileInfo(ours).isExecutable() ? ours.toStdString() : "python3";
}

} // namespace

std::string pythonHelperText(const QString &name)
{
    initPythonResource();
    QFile file(QStringLiteral(":/python/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

core::Result<core::ProcessOutput> runPythonHelper(const QString &name, std::string_view input,
                                                  const core::ProcessLimits &limits, const std::stop_token &stop)
{
    const std::vector<std::string> command = {pythonProgram(), "-I", "-B", "-X", "utf8", "-c", pythonHelperText(name)};
    const std::vector<std::string> environment = {"PATH=" + qgetenv("PATH").toStdString(), "LC_ALL=C.UTF-8", "TZ=UTC"};
    auto output = core::runProcess(command, environment, limits, stop, input);
    if (!output && output.error().kind == core::Error::Kind::NotFound)
        return core::Error{.kind = core::Error::Kind::Unsupported,
                           .message = QStringLiteral("Python 3 is needed for this and is not installed"),
                           .hint = QStringLiteral("Install the packages python3 and python3-jinja2.")};
    return output;
}

} // namespace podwright::airflow
