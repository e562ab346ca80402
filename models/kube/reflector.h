#pragma once

#include "models/core/error.h"
#include "models/kube/watch_spec.h"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// List+watch as a pure state machine (reference kubernetes-api §4): what happened goes in, what to do comes out. It
// knows no network, no thread and no clock; time and randomness are handed in.
namespace podwright::kube::reflector {

using TimePoint = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

// Why a list, a watch request or a watch stream (by an ERROR event) did not go on.
struct Failure
{
    core::Error error = {};
    bool versionIsTooLarge = false; // the server has not seen our version yet
};

// What happened.
struct Start
{};
// The same, and lists may come as a watch (sendInitialEvents) where the server can do that.
struct StartStreaming
{};
struct Stop
{};
// The wait of StartTimer is over.
struct Timer
{};
// One page of a list was read and its items were taken.
struct Page
{
    std::string version = {};
    std::string continueToken = {}; // empty: the last one
};
// ADDED, MODIFIED, DELETED or BOOKMARK; any of them moves the version.
struct Event
{
    std::string version = {};
};
// The bookmark after the last object of a streamed list.
struct ListEnd
{
    std::string version = {};
};
// The clean end of a watch stream.
struct StreamEnd
{};
using Input = std::variant<Start, StartStreaming, Stop, Timer, Page, Event, ListEnd, StreamEnd, Failure>;

// What to do.
struct RequestPage
{
    std::optional<std::string> version = {}; // absent: the newest
    bool notOlderThan = false;               // resourceVersionMatch=NotOlderThan
    std::string continueToken = {};
    int limit = 500;
};
struct OpenWatch
{
    std::string version = {};
    bool sendsInitialEvents = false;   // a streamed list, then the watch; without a version: of the newest
    std::chrono::seconds timeout{300}; // the server ends the stream after it
};
struct StartTimer
{
    milliseconds wait{0};
};
// A list begins, perhaps once more: what comes from now on is what there is.
struct BeginList
{};
// The list is complete: what it did not bring is gone.
struct FinishList
{};
// End the request and the timer under way.
struct Cancel
{};
using Command = std::variant<RequestPage, OpenWatch, StartTimer, BeginList, FinishList, Cancel>;

// 0.8 s doubled up to 30 s, each with up to 100 % on top; starts afresh after two minutes without use.
struct Backoff
{
    milliseconds next{800};
    std::optional<TimePoint> lastUse = {};
    milliseconds take(TimePoint now, double random);
};

struct State
{
    WatchState phase = WatchState::Stopped;
    core::Error lastError = {};
    std::string version = {};       // the last one seen
    bool knowsVersion = false;      // false: the next list asks for the newest
    std::string continueToken = {}; // of the list under way
    bool listsNext = true;          // what a wait ends with: a list, else a watch
    bool mayStream = false;         // lists come as a watch
    bool refusesStreams = false;    // the server does not know streamed lists; remembered after a stop
    bool streamGoesOn = false;      // the list's stream brought something since the timer was last asked
    bool wasTooLarge = false;       // one retry with the same version was made
    int serverErrors = 0;           // one after the other, without an event in between
    TimePoint watchBegan = {};
    bool watchHadEvents = false;
    Backoff backoff = {};
};

struct Step
{
    State state;
    std::vector<Command> commands;
};

struct Circumstances
{
    TimePoint now;
    double random = 0;     // [0, 1)
    double retryScale = 1; // of waits after failures
};

Step next(State state, const Input &input, const Circumstances &at);

} // namespace podwright::kube::reflector
