#include "models/kube/http_delivery.h"

#include <algorithm>
#include <utility>

namespace podwright::kube {

Delivery::Delivery(QObject *receiver, QObject *context, DeliveryHandlers handlers, Tell tell)
    : m_receiver(receiver)
    , m_isStream(handlers.data || handlers.read)
    , m_read(std::move(handlers.read))
    , m_decode(std::move(handlers.decode))
    , m_tell(std::move(tell))
    , m_context(context ? context : receiver)
    , m_handlers(std::move(handlers))
{}

void Delivery::start(Response head)
{
    const std::scoped_lock lock(m_mutex);
    m_mail.head = std::move(head);
    post();
}

bool Delivery::append(std::string_view bytes)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isFull = m_undelivered >= maximumUndelivered;
        if (m_isFull)
            return false;
    }
    std::any part;
    if (m_read)
        part = m_read(bytes);
    const std::scoped_lock lock(m_mutex);
    if (m_read) {
        m_mail.parts.push_back(std::move(part));
        m_mail.partsSize += static_cast<qsizetype>(bytes.size());
    } else {
        keep(bytes);
    }
    m_undelivered += static_cast<qsizetype>(bytes.size());
    post();
    return true;
}

// In pieces that fit in a processor's cache and are used again: fresh memory is what a flood costs most.
void Delivery::keep(std::string_view bytes)
{
    constexpr qsizetype pieceSize = 256 * 1024;
    const auto size = static_cast<qsizetype>(bytes.size());
    if (m_mail.data.empty() || m_mail.data.back().size() + size > pieceSize) {
        m_mail.data.emplace_back();
        if (!m_spare.empty()) {
            m_mail.data.back() = std::move(m_spare.back());
            m_spare.pop_back();
        } else if (m_mail.data.size() > 1) {
            m_mail.data.back().reserve(pieceSize);
        }
    }
    m_mail.data.back().append(bytes.data(), size);
}

void Delivery::end(core::Result<Response> result)
{
    std::any value = m_decode(std::move(result));
    const std::scoped_lock lock(m_mutex);
    m_mail.end = std::move(value);
    post();
}

void Delivery::post()
{
    if (std::exchange(m_isPosted, true))
        return;
    QMetaObject::invokeMethod(
        m_receiver, [self = shared_from_this()] { self->drain(); }, Qt::QueuedConnection);
}

// What comes meanwhile is posted afterwards: a handler that turns the event loop must not be overtaken.
void Delivery::drain()
{
    constexpr size_t mostSpare = 8;
    Mail mail;
    {
        const std::scoped_lock lock(m_mutex);
        mail = std::exchange(m_mail, {});
    }
    deliver(mail);
    mail.data.resize(std::min(mail.data.size(), mostSpare));
    for (QByteArray &piece : mail.data)
        piece.resize(0);
    const std::scoped_lock lock(m_mutex);
    m_spare = std::move(mail.data);
    m_isPosted = false;
    if (!m_mail.isEmpty())
        post();
}

void Delivery::tookIn(qsizetype size)
{
    m_kept += size;
    if (!m_isHeld)
        makeRoom(std::exchange(m_kept, 0));
}

void Delivery::setHeld(bool isHeld)
{
    m_isHeld = isHeld;
    if (!isHeld)
        makeRoom(std::exchange(m_kept, 0));
}

void Delivery::makeRoom(qsizetype size)
{
    const std::scoped_lock lock(m_mutex);
    m_undelivered -= size;
    if (m_isFull && m_isActive && m_undelivered <= maximumUndelivered / 2) {
        m_isFull = false;
        m_tell(this, Wish::More);
    }
}

void Delivery::deliver(Mail &mail)
{
    // Handlers are copied: a callback may cancel this request, which drops them.
    if (mail.head && canDeliver() && m_handlers.started)
        std::function(m_handlers.started)(*mail.head);
    for (const QByteArray &piece : mail.data) {
        if (canDeliver())
            std::function(m_handlers.data)(piece);
        tookIn(piece.size());
    }
    if (!mail.parts.empty() && canDeliver())
        std::function(m_handlers.parts)(std::move(mail.parts));
    tookIn(mail.partsSize);
    if (!mail.end || !canDeliver())
        return;
    const auto ended = std::move(m_handlers.ended);
    finish();
    ended(std::move(*mail.end));
}

bool Delivery::canDeliver()
{
    if (m_isActive && !m_context)
        cancel();
    return m_isActive;
}

void Delivery::watchContext()
{
    m_contextGone = QObject::connect(m_context, &QObject::destroyed, m_receiver, [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->cancel();
    });
}

void Delivery::cancel()
{
    if (!m_isActive)
        return;
    finish();
    m_tell(this, Wish::Cancel);
}

void Delivery::finish()
{
    m_isActive = false;
    m_handlers = {};
    QObject::disconnect(m_contextGone);
}

} // namespace podwright::kube
