#include "app/podwright/command_line.h"
#include "app/podwright/console.h"

#include "models/airflow/import.h"
#include "models/core/files.h"
#include "models/task/task_file.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

namespace podwright::cli {
namespace {

struct ImportOptions
{
    std::vector<std::string> paths;
    std::string folder;
    bool replaces = false;
};

class Importer
{
public:
    explicit Importer(const ImportOptions &options)
        : m_options(options)
    {}

    int run()
    {
        for (const std::string &path : m_options.paths)
            import(QString::fromLocal8Bit(path.c_str()));
        return m_exitCode;
    }

private:
    void fail(const core::Error &error, ExitCode code)
    {
        say(error);
        m_exitCode = std::max<int>(m_exitCode, code);
    }

    void import(const QString &path)
    {
        const auto text = core::readFile(path);
        if (!text)
            return fail(text.error(), InvalidTask);
        const auto imported = airflow::importText(*text, path);
        if (!imported)
            return fail(imported.error(), InvalidTask);
        for (const QString &note : imported->notes)
            say(QStringLiteral("%1: %2").arg(path, note));
        for (const airflow::ImportedTask &one : imported->tasks) {
            for (const QString &note : one.notes)
                say(QStringLiteral("%1: %2: %3").arg(one.origin, one.title, note));
            give(one);
        }
    }

    void give(const airflow::ImportedTask &one)
    {
        const auto text = task::writeTaskFile({}, one.task);
        if (!text)
            return fail(text.error(), InvalidTask);
        if (m_options.folder.empty()) {
            std::cout << (m_count++ > 0 ? "---\n" : "") << *text << std::flush;
            return;
        }
        const QString path = freePath(one.title);
        if (QFileInfo::exists(path) && !m_options.replaces)
            return fail({.message = QStringLiteral("the file exists already"),
                         .where = path,
                         .hint = QStringLiteral("--force replaces it")},
                        InvalidTask);
        if (const auto written = core::writeFileAtomically(path, QByteArray::fromStdString(*text)); !written)
            return fail(written.error(), InvalidTask);
        std::cout << path.toStdString() << std::endl;
    }

    // Named after the task, and unlike every file written before.
    QString freePath(const QString &title)
    {
        static const QRegularExpression odd(QStringLiteral("[^\\w.-]+"));
        QString name = QString(title).replace(odd, QStringLiteral("_")).left(100);
        if (name.isEmpty() || name.startsWith(QLatin1Char('.')))
            name.prepend(QStringLiteral("task"));
        QString unlike = name;
        for (int number = 2; m_names.contains(unlike); ++number)
            unlike = QStringLiteral("%1-%2").arg(name).arg(number);
        m_names.insert(unlike);
        return QDir(QString::fromLocal8Bit(m_options.folder.c_str())).filePath(unlike + task::taskFileSuffix());
    }

    const ImportOptions &m_options;
    QSet<QString> m_names;
    int m_count = 0;
    int m_exitCode = Done;
};

} // namespace

void addImport(CLI::App &app, Action &action)
{
    CLI::App *command = app.add_subcommand("import", "Make task files of pods, jobs and DAG files");
    const auto options = std::make_shared<ImportOptions>();
    command->add_option("PATH", options->paths, "YAML of pods or of what makes them, or DAG files (never executed)")
        ->required();
    command->add_option("-o,--output", options->folder, "Folder for the task files; without it they are printed");
    command->add_flag("--force", options->replaces, "Replace files that exist");
    command->callback([options, &action] { action = [options] { return Importer(*options).run(); }; });
}

} // namespace podwright::cli
