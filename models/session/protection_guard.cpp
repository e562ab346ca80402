#include "models/session/protection_guard.h"

#include <utility>

namespace podwright::session {

ProtectionGuard::ProtectionGuard(IsProtected isProtected, QObject *parent)
    : QObject(parent)
    , m_isProtected(std::move(isProtected))
{}

void ProtectionGuard::pass(const QStringList &contexts, const QString &what, QObject *receiver,
                           std::function<void()> go)
{
    QStringList protectedOnes;
    for (const QString &context : contexts) {
        if (m_isProtected(context) && !protectedOnes.contains(context))
            protectedOnes += context;
    }
    if (protectedOnes.isEmpty())
        return go();
    m_waiting = protectedOnes;
    m_what = what;
    m_receiver = receiver;
    m_go = std::move(go);
    Q_EMIT questionChanged();
}

bool ProtectionGuard::answer(const QString &name)
{
    if (m_waiting.isEmpty() || name != m_waiting.front())
        return false;
    m_waiting.removeFirst();
    if (!m_waiting.isEmpty()) {
        Q_EMIT questionChanged();
        return true;
    }
    const bool isWanted = m_receiver;
    const auto go = std::exchange(m_go, {});
    Q_EMIT questionChanged();
    if (isWanted)
        go();
    return true;
}

void ProtectionGuard::dismiss()
{
    if (m_waiting.isEmpty())
        return;
    m_waiting.clear();
    m_go = {};
    Q_EMIT questionChanged();
}

} // namespace podwright::session
