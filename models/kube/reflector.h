#pragma once

#include "models/core/error.h"
#include "models/kube/resource_watch.h"

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
struct Stop
{};
// The wait of StartTimer is over.
struct Timer
{};
// One page of a list was read and its items were kept by the driver.
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
// The clean end of a watch stream.
struct StreamEnd
{};
using Input = std::variant<Start, Stop, Timer, Page, Event, StreamEnd, Failure>;

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
    std::chrono::seconds timeout{300}; // the server ends the stream after it
};
struct StartTimer
{
    milliseconds wait{0};
};
// Forget the items of the pages so far.
struct DropPages
{};
// The items of all pages are what there is.
struct Replace
{};
// End the request and the timer under way.
struct Cancel
{};
using Command = std::variant<RequestPage, OpenWatch, StartTimer, DropPages, Replace, Cancel>;

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
    bool knowsVersion = false;      // false: list what the server has at hand (first) or the newest (forgotten)
    bool forgotVersion = false;     // expired or too large: the next list asks for the newest
    std::string continueToken = {}; // of the list under way
    bool listsNext = true;          // what a wait ends with: a list, else a watch
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
    double random = 0; // [0, 1)
};

Step next(State state, const Input &input, const Circumstances &at);

} // namespace podwright::kube::reflector
