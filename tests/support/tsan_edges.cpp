// Debian's Qt is not instrumented, so the thread sanitizer cannot see that what is posted comes before what is called.
// In test programs these functions stand before Qt's own and tell it, for the ways in which the models cross threads
// with Qt. Compiled without the sanitizer itself.

#include <QDeadlineTimer>
#include <QObject>
#include <QThread>
#include <QThreadPool>

#include <dlfcn.h>
#include <functional>
#include <memory>

#include <sanitizer/tsan_interface.h>

namespace {

char ended; // stands for the ends of all calls

template<class Function>
Function original(const char *name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

// A posted call: what its poster did is seen by whoever calls or drops it.
class PostedCall final : public QtPrivate::QSlotObjectBase
{
public:
    explicit PostedCall(QtPrivate::QSlotObjectBase *slot)
        : QSlotObjectBase(&run)
        , m_slot(slot)
    {
        __tsan_release(m_slot);
    }

private:
    static void run(int what, QSlotObjectBase *self, QObject *receiver, void **arguments, bool *)
    {
        auto *const posted = static_cast<PostedCall *>(self);
        __tsan_acquire(posted->m_slot);
        if (what == Call)
            posted->m_slot->call(receiver, arguments);
        __tsan_release(posted->m_slot);
        __tsan_release(&ended);
        if (what != Destroy)
            return;
        posted->m_slot->destroyIfLastRef();
        delete posted;
    }

    QtPrivate::QSlotObjectBase *const m_slot;
};

} // namespace

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type,
                                   void *result)
{
    using Function = bool (*)(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *);
    static const auto qt = original<Function>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    return qt(object, new PostedCall(slot), type, result);
}

void QThreadPool::start(std::function<void()> work, int priority)
{
    using Function = void (*)(QThreadPool *, std::function<void()>, int);
    static const auto qt = original<Function>("_ZN11QThreadPool5startESt8functionIFvvEEi");
    auto *const job = new std::function<void()>(std::move(work)); // a pointer: nothing is allocated after the release
    __tsan_release(job);
    qt(
        this,
        [job] {
            __tsan_acquire(job);
            (*job)();
            delete job;
            __tsan_release(&ended);
        },
        priority);
}

bool QThread::wait(QDeadlineTimer deadline)
{
    using Function = bool (*)(QThread *, QDeadlineTimer);
    static const auto qt = original<Function>("_ZN7QThread4waitE14QDeadlineTimer");
    const bool isOver = qt(this, deadline);
    __tsan_acquire(&ended);
    return isOver;
}
