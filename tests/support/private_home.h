#pragma once

#include "tests/support/places.h"

#include <QTemporaryDir>

namespace podwright::support {

// A home of its own for a test that runs the program's parts: HOME, XDG folders and KUBECONFIG point into it, and the
// programs built beside the tests are found. Ends the sandbox that was started from it.
class PrivateHome
{
public:
    explicit PrivateHome(const QString &programs = programPath());
    ~PrivateHome();
    Q_DISABLE_COPY_MOVE(PrivateHome)

    QString path(const QString &name = {}) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
};

} // namespace podwright::support
