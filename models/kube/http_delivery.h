#pragma once

#include "models/core/result.h"
#include "models/kube/http_request.h"

#include <QByteArray>
#include <QObject>
#include <QPointer>

#include <any>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace podwright::kube {

// What is done with an answer. `read` and `decode` run on the network thread and must not hold anything of the owner's.
// A stream, whose body is not collected, has `data` or, to be given what its bytes mean, `read` and `parts`.
struct DeliveryHandlers
{
    std::function<void(const Response &)> started = {};
    std::function<void(const QByteArray &)> data = {};
    std::function<std::any(std::string_view)> read = {};
    std::function<void(std::vector<std::any>)> parts = {};       // what `read` made, in order
    std::function<std::any(core::Result<Response>)> decode = {}; // what `ended` is given
    std::function<void(std::any)> ended = {};
};

// Carries one request's answer from the network thread to the owner's thread: in order, in few events, never to a
// destroyed context, never after cancel(). At most `maximumUndelivered` bytes of a stream wait in it.
class Delivery : public std::enable_shared_from_this<Delivery>
{
public:
    enum class Wish { More, Cancel };
    using Tell = std::function<void(const Delivery *, Wish)>; // to the network thread; may be called at any time
    static constexpr qsizetype maximumUndelivered = 4 * 1024 * 1024;

    // `receiver` lives on the owner's thread and outlives the network thread.
    Delivery(QObject *receiver, QObject *context, DeliveryHandlers handlers, Tell tell);
    Q_DISABLE_COPY_MOVE(Delivery)

    // Network thread.
    bool isStream() const { return m_isStream; }
    void start(Response head);
    bool append(std::string_view bytes); // false: nothing taken, Wish::More will follow
    void end(core::Result<Response> result);

    // Owner's thread.
    void watchContext(); // once, after construction
    void cancel();
    void setHeld(bool isHeld); // what is delivered still counts as undelivered: soon the transfer pauses
    bool isActive() const { return m_isActive; }

private:
    struct Mail
    {
        std::optional<Response> head;
        std::vector<QByteArray> data;
        std::vector<std::any> parts;
        qsizetype partsSize = 0; // in bytes, as they came
        std::optional<std::any> end;
        bool isEmpty() const { return !head && data.empty() && parts.empty() && !end; }
    };
    void keep(std::string_view bytes);
    void post();
    void drain();
    void makeRoom(qsizetype size);
    void deliver(Mail &mail);
    void tookIn(qsizetype size);
    bool canDeliver();
    void finish();

    QObject *const m_receiver;
    const bool m_isStream;
    const std::function<std::any(std::string_view)> m_read;
    const std::function<std::any(core::Result<Response>)> m_decode;
    const Tell m_tell;

    QPointer<QObject> m_context; // owner's thread, like what follows
    DeliveryHandlers m_handlers;
    bool m_isActive = true;
    bool m_isHeld = false;
    qsizetype m_kept = 0; // bytes that were delivered while held
    QMetaObject::Connection m_contextGone;

    std::mutex m_mutex; // guards the rest
    Mail m_mail;
    std::vector<QByteArray> m_spare; // emptied pieces of data
    qsizetype m_undelivered = 0;
    bool m_isPosted = false;
    bool m_isFull = false;
};

} // namespace podwright::kube
