#include "models/kube/reflector.h"

#include <algorithm>

namespace podwright::kube::reflector {

namespace {

using core::Error;
using std::chrono::seconds;

constexpr milliseconds shortestBackoff{800};
constexpr milliseconds longestWait{30000};
constexpr seconds refusedWait{30};
constexpr std::chrono::minutes backoffMemory{2};
constexpr seconds shortWatch{1};
constexpr int shortestWatchTimeout = 300;
constexpr int watchTimeoutSpread = 300;
constexpr int mostServerErrors = 3;

std::optional<milliseconds> askedWait(const Error &error)
{
    if (error.retryAfterSeconds <= 0)
        return {};
    return seconds(error.retryAfterSeconds);
}

class Transition
{
public:
    Transition(State state, const Circumstances &at)
        : m_step{std::move(state), {}}
        , m_at(at)
    {}

    Step take() { return std::move(m_step); }

    void operator()(const Start &)
    {
        if (state().phase == WatchState::Stopped)
            list();
    }

    void operator()(const Stop &)
    {
        if (state().phase == WatchState::Stopped)
            return;
        m_step.state = {};
        tell(Cancel{});
        tell(DropPages{});
    }

    void operator()(const Timer &)
    {
        if (state().phase != WatchState::BackingOff && state().phase != WatchState::Forbidden)
            return;
        if (state().listsNext)
            requestPage();
        else
            watch();
    }

    void operator()(const Page &page)
    {
        if (state().phase != WatchState::Listing)
            return;
        state().wasTooLarge = false;
        state().continueToken = page.continueToken;
        if (!page.continueToken.empty()) {
            requestPage();
            return;
        }
        state().version = page.version;
        state().knowsVersion = true;
        state().forgotVersion = false;
        state().lastError = {};
        tell(Replace{});
        watch();
    }

    void operator()(const Event &event)
    {
        if (state().phase != WatchState::Watching)
            return;
        if (!event.version.empty())
            state().version = event.version;
        state().watchHadEvents = true;
        state().serverErrors = 0;
        state().lastError = {};
    }

    void operator()(const StreamEnd &)
    {
        if (state().phase != WatchState::Watching)
            return;
        if (state().watchHadEvents || m_at.now - state().watchBegan >= shortWatch) {
            watch();
            return;
        }
        startListAfresh();
        waitForRetry(Error{.kind = Error::Kind::Server,
                           .message = QStringLiteral("The server ended the watch at once and without an event."),
                           .transient = true});
    }

    void operator()(const Failure &failure)
    {
        if (state().phase != WatchState::Listing && state().phase != WatchState::Watching)
            return;
        tell(Cancel{});
        state().listsNext = state().phase == WatchState::Listing;
        if (failure.error.kind == Error::Kind::Expired)
            onExpired(failure.error);
        else if (failure.versionIsTooLarge)
            onTooLarge(failure);
        else
            onOther(failure);
    }

private:
    State &state() { return m_step.state; }
    void tell(Command command) { m_step.commands.push_back(std::move(command)); }

    void list()
    {
        startListAfresh();
        requestPage();
    }

    void startListAfresh()
    {
        state().listsNext = true;
        state().continueToken.clear();
        tell(DropPages{});
    }

    void requestPage()
    {
        state().phase = WatchState::Listing;
        RequestPage page{.continueToken = state().continueToken};
        if (page.continueToken.empty() && !state().forgotVersion) {
            page.version = state().knowsVersion ? state().version : "0";
            page.notOlderThan = state().knowsVersion;
        }
        tell(std::move(page));
    }

    void watch()
    {
        state().phase = WatchState::Watching;
        state().listsNext = false;
        state().watchBegan = m_at.now;
        state().watchHadEvents = false;
        const auto spread = static_cast<int>(m_at.random * watchTimeoutSpread);
        tell(OpenWatch{state().version, seconds(shortestWatchTimeout + spread)});
    }

    void forgetVersion()
    {
        state().knowsVersion = false;
        state().forgotVersion = true;
        state().version.clear();
        state().wasTooLarge = false;
    }

    // A version or a continue token is gone: the newest list, at once. A list of the newest that is expired as well
    // would turn in circles, so that one waits.
    void onExpired(const Error &error)
    {
        const bool wasNewest = state().listsNext && state().forgotVersion && state().continueToken.empty();
        forgetVersion();
        startListAfresh();
        if (wasNewest)
            waitForRetry(error);
        else
            requestPage();
    }

    void onTooLarge(const Failure &failure)
    {
        if (state().wasTooLarge) {
            forgetVersion();
            startListAfresh();
        } else {
            state().wasTooLarge = true;
        }
        waitForRetry(failure.error, askedWait(failure.error));
    }

    void onOther(const Failure &failure)
    {
        using Kind = Error::Kind;
        const Kind kind = failure.error.kind;
        if (kind == Kind::Forbidden || kind == Kind::Unauthorized || kind == Kind::NotFound || kind == Kind::Invalid) {
            waitLong(failure);
            return;
        }
        if (kind == Kind::Server && !state().listsNext && ++state().serverErrors > mostServerErrors) {
            state().serverErrors = 0;
            startListAfresh();
        }
        waitForRetry(failure.error, askedWait(failure.error));
    }

    // What the server refused will hardly change within seconds. A refused watch is listed instead from then on.
    void waitLong(const Failure &failure)
    {
        if (failure.error.kind == Error::Kind::Invalid)
            forgetVersion();
        startListAfresh();
        const milliseconds wait =
            std::max<milliseconds>(refusedWait, askedWait(failure.error).value_or(milliseconds(0)));
        waitForRetry(failure.error, wait);
        if (failure.error.kind == Error::Kind::Forbidden)
            state().phase = WatchState::Forbidden;
    }

    void waitForRetry(const Error &error, std::optional<milliseconds> wait = {})
    {
        state().phase = WatchState::BackingOff;
        state().lastError = error;
        tell(StartTimer{wait ? *wait : state().backoff.take(m_at.now, m_at.random)});
    }

    Step m_step;
    const Circumstances &m_at;
};

} // namespace

milliseconds Backoff::take(TimePoint now, double random)
{
    if (lastUse && now - *lastUse > backoffMemory)
        next = shortestBackoff;
    lastUse = now;
    const milliseconds base = next;
    next = std::min(longestWait, next * 2);
    return base + milliseconds(static_cast<milliseconds::rep>(static_cast<double>(base.count()) * random));
}

Step next(State state, const Input &input, const Circumstances &at)
{
    Transition transition(std::move(state), at);
    std::visit(transition, input);
    return transition.take();
}

} // namespace podwright::kube::reflector
