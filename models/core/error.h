#pragma once

#include <QString>

namespace podwright::core {

// A place in a text, counted from 1; 0 means unknown.
struct Position
{
    int line = 0;
    int column = 0;
    bool operator==(const Position &) const = default;
};

// Why something did not work, in words for the person at the screen. Never holds a secret.
struct Error
{
    enum class Kind {
        Invalid, // the input is wrong; mending it is up to the user
        NotFound,
        Io,      // file system
        Network, // no answer: DNS, connection, TLS
        Timeout,
        Unauthorized, // HTTP 401, or no usable credentials
        Forbidden,    // HTTP 403
        Conflict,     // HTTP 409
        Expired,      // HTTP 410
        Throttled,    // HTTP 429
        Server,       // HTTP 5xx
        Unsupported,
        Cancelled,
    };

    Kind kind = Kind::Invalid;
    QString message = {};      // what happened, one sentence
    QString where = {};        // file, URL path or field; may be empty
    Position position = {};    // inside `where`, if it is a text
    QString hint = {};         // what to do; may be empty
    bool transient = false;    // worth trying again without a change
    int retryAfterSeconds = 0; // how long a server asked to wait before that; 0 = it did not say

    bool operator==(const Error &) const = default;

    // "WHERE:LINE:COL: MESSAGE (HINT)" with the parts that are known.
    QString text() const;
};

} // namespace podwright::core
