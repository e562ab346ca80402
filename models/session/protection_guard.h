#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <functional>

namespace podwright::session {

// Lets through what is done to a cluster: at once, or after the name of each protected context was typed. One question
// at a time; a new one drops the former. GUI thread.
class ProtectionGuard : public QObject
{
    Q_OBJECT
public:
    using IsProtected = std::function<bool(const QString &context)>;
    explicit ProtectionGuard(IsProtected isProtected, QObject *parent = nullptr);

    // `what` completes "prod is protected. Type its name to ...". Not after `receiver` is gone.
    void pass(const QStringList &contexts, const QString &what, QObject *receiver, std::function<void()> go);

    QString context() const { return m_waiting.value(0); } // whose name is wanted; empty: no question
    const QString &what() const { return m_what; }
    bool answer(const QString &name); // false: that is not the name
    void dismiss();                   // it is not done

Q_SIGNALS:
    void questionChanged();

private:
    IsProtected m_isProtected;
    QStringList m_waiting;
    QString m_what;
    QPointer<QObject> m_receiver;
    std::function<void()> m_go;
};

} // namespace podwright::session
