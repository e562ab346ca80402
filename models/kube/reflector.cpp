#include "models/kube/reflector.h"

#include <algorithm>
#include <cmath>
#include <utility>

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
constexpr seconds streamPatience{10}; // a server that streams no list but a plain watch says nothing

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

    void operator()(const Start &) { start(false); }
    void operator()(const StartStreaming &) { start(!state().refusesStreams); }

    void operator()(const Stop &)
    {
        if (state().phase == WatchState::Stopped)
            return;
        m_step.state = {.refusesStreams = state().refusesStreams};
        tell(Cancel{});
    }

    void operator()(const Timer &)
    {
        if (isStreaming())
            return askStream();
        if (state().phase != WatchState::BackingOff && state().phase != WatchState::Forbidden)
            return;
        if (!state().listsNext)
            watch();
        else if (state().mayStream)
            list();
        else
            requestPage();
    }

    void operator()(const Page &page)
    {
        if (state().phase != WatchState::Listing || state().mayStream)
            return;
        state().wasTooLarge = false;
        state().continueToken = page.continueToken;
        if (!page.continueToken.empty()) {
            requestPage();
            return;
        }
        finishList(page.version);
        watch();
    }

    // From here on the stream is a watch.
    void operator()(const ListEnd &end)
    {
        if (!isStreaming())
            return (*this)(Event{end.version});
        finishList(end.version);
        state().phase = WatchState::Watching;
        state().listsNext = false;
        state().watchHadEvents = true;
    }

    void operator()(const Event &event)
    {
        state().streamGoesOn = true;
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
        if (isStreaming())
            return refuseStreams();
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
        if (isStreaming() && failure.error.kind == Error::Kind::Invalid)
            return refuseStreams();
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

    void start(bool mayStream)
    {
        if (state().phase != WatchState::Stopped)
            return;
        state().mayStream = mayStream;
        list();
    }

    void list()
    {
        startListAfresh();
        requestPage();
    }

    void startListAfresh()
    {
        state().listsNext = true;
        state().continueToken.clear();
        tell(BeginList{});
    }

    // The first list asks for the newest, too: version 0 would be answered from the server's cache, which has no pages.
    void requestPage()
    {
        state().phase = WatchState::Listing;
        if (state().mayStream)
            return openStream();
        RequestPage page{.continueToken = state().continueToken};
        if (page.continueToken.empty() && state().knowsVersion) {
            page.version = state().version;
            page.notOlderThan = true;
        }
        tell(std::move(page));
    }

    void finishList(const std::string &version)
    {
        state().version = version;
        state().knowsVersion = true;
        state().lastError = {};
        tell(FinishList{});
    }

    bool isStreaming() { return state().phase == WatchState::Listing && state().mayStream; }

    void openStream()
    {
        state().streamGoesOn = false;
        state().watchBegan = m_at.now;
        tell(OpenWatch{state().knowsVersion ? state().version : std::string(), true, watchTimeout()});
        tell(StartTimer{streamPatience});
    }

    void askStream()
    {
        if (std::exchange(state().streamGoesOn, false))
            tell(StartTimer{streamPatience});
        else
            refuseStreams();
    }

    // An older server, or one that has it switched off: pages from now on.
    void refuseStreams()
    {
        tell(Cancel{});
        state().mayStream = false;
        state().refusesStreams = true;
        list();
    }

    seconds watchTimeout() const
    {
        return seconds(shortestWatchTimeout + static_cast<int>(m_at.random * watchTimeoutSpread));
    }

    void watch()
    {
        state().phase = WatchState::Watching;
        state().listsNext = false;
        state().watchBegan = m_at.now;
        state().watchHadEvents = false;
        tell(OpenWatch{state().version, false, watchTimeout()});
    }

    void forgetVersion()
    {
        state().knowsVersion = false;
        state().version.clear();
        state().wasTooLarge = false;
    }

    // A version or a continue token is gone: the newest list, at once. A list of the newest that is expired as well
    // would turn in circles, so that one waits.
    void onExpired(const Error &error)
    {
        const bool wasNewest = state().listsNext && !state().knowsVersion && state().continueToken.empty();
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
        if (!wait)
            wait = milliseconds(
                std::llround(double(state().backoff.take(m_at.now, m_at.random).count()) * m_at.retryScale));
        tell(StartTimer{*wait});
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
