#pragma once

#include "models/session/session_manager.h"
#include "tests/support/private_home.h"

#include <QTest>

namespace podwright::e2e {

// The cluster under test, connected: the sandbox of a home of its own, or the context that PODWRIGHT_TEST_CONTEXT names
// of KUBECONFIG.
class TestCluster
{
public:
    TestCluster()
    {
        if (isKubernetes())
            qputenv("KUBECONFIG", m_kubeconfig);
        sessions->load();
        if (!QTest::qWaitFor([this] { return sessions->isLoaded(); }, patience))
            qFatal("the kubeconfig was not loaded");
        sessions->session(context)->whenReady(&m_receiver, [this](const core::Result<kube::ApiClient *> &ready) {
            if (!ready)
                qFatal("%s", qPrintable(ready.error().text()));
            client = *ready;
        });
        if (!QTest::qWaitFor([this] { return client; }, patience))
            qFatal("no cluster");
    }

    bool isKubernetes() const { return context != session::sandboxContext; }

private:
    static constexpr int patience = 150000; // milliseconds
    const QByteArray m_kubeconfig = qgetenv("KUBECONFIG");
    QObject m_receiver;

public:
    const QString context = qEnvironmentVariable("PODWRIGHT_TEST_CONTEXT", session::sandboxContext);
    const support::PrivateHome home;
    const std::unique_ptr<session::SessionManager> sessions =
        std::make_unique<session::SessionManager>(core::systemClock());
    kube::ApiClient *client = nullptr;
};

} // namespace podwright::e2e
