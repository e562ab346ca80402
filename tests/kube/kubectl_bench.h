#pragma once

#include "sandbox_process.h"

#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#define SUCCEEDS(result) QVERIFY2((result).code == 0, qPrintable((result).out + (result).err))

namespace podwright::support {

struct KubectlResult
{
    int code = -1;
    QString out, err;
};

inline QString pod(const QString &name, const QString &script, const QString &labels = QStringLiteral("app: test"))
{
    return QStringLiteral("apiVersion: v1\nkind: Pod\nmetadata:\n  name: %1\n  labels: {%3}\nspec:\n"
                          "  restartPolicy: Never\n  terminationGracePeriodSeconds: 2\n  containers:\n"
                          "  - name: main\n    image: ubuntu\n    command: [sh, -c, '%2']\n")
        .arg(name, script, labels);
}

// Every test runs with each kubectl that tests/kube/fetch_kubectl has fetched, on one sandbox a program.
class KubectlBench
{
protected:
    static void addPrograms()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("1.20") << QStringLiteral("1.20");
        QTest::newRow("current") << QStringLiteral("current");
    }

    void choose()
    {
        QFETCH_GLOBAL(QString, kind);
        m_kind = kind;
        m_program = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                    QStringLiteral("/podwright/kubectl-%1/kubectl").arg(kind);
        QVERIFY2(
            QFileInfo(m_program).isExecutable(),
            qPrintable(m_program + QStringLiteral(" is not there: run tests/kube/fetch_kubectl (needs a network)")));
        cleanUp();
    }

    KubectlResult kubectl(const QStringList &arguments, const QByteArray &input = {}, int seconds = 60) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("KUBECONFIG"), m_sandbox.kubeconfig());
        environment.insert(QStringLiteral("HOME"), m_sandbox.folder() + QLatin1Char('/') + m_kind);
        process.setProcessEnvironment(environment);
        process.start(m_program, arguments);
        process.write(input);
        process.closeWriteChannel();
        KubectlResult result;
        if (process.waitForFinished(seconds * 1000))
            result.code = process.exitCode();
        else
            process.kill();
        process.waitForFinished();
        result.out = QString::fromUtf8(process.readAllStandardOutput());
        result.err = QString::fromUtf8(process.readAllStandardError());
        return result;
    }

    KubectlResult apply(const QString &manifest) const
    {
        return kubectl({QStringLiteral("apply"), QStringLiteral("-f"), QStringLiteral("-")}, manifest.toUtf8());
    }

    QString phase(const QString &name) const
    {
        return kubectl({"get", "pod", name, "-o", "jsonpath={.status.phase}"}).out;
    }

    bool isCurrent() const { return m_kind == QLatin1String("current"); }

    SandboxProcess m_sandbox;
    QString m_kind, m_program;

private:
    void cleanUp() const
    {
        kubectl({"delete", "pods", "--all", "--grace-period=0", "--force"});
        kubectl({"delete", "quota,configmaps,secrets", "--all"});
    }
};

} // namespace podwright::support
