#pragma once

#include "models/core/clock.h"

#include <chrono>
#include <cstddef>

namespace podwright::kube {

// What an exec plugin that may ask the person is given.
enum class PluginTalk {
    None,        // no terminal
    OnRequest,   // none at first, and little time; one when the person is ready (ApiClient::signIn())
    OurTerminal, // this program's own
};

// Limits of one cluster's client. The defaults are meant for everybody; tests shorten them.
struct ClientOptions
{
    std::chrono::milliseconds connectTimeout{10000};    // until the TCP connection stands
    std::chrono::milliseconds handshakeTimeout{30000};  // until TLS stands, the connection included
    std::chrono::milliseconds execTimeout{60000};       // of one exec plugin run
    std::chrono::milliseconds silentExecTimeout{15000}; // of one that may be waiting for the person (OnRequest)
    PluginTalk pluginTalk = PluginTalk::None;
    std::chrono::milliseconds resetRetryDelay{1000}; // before a broken GET is sent again
    double retryScale = 1;                           // of the growing waits of watches and logs after a failure
    size_t maximumBody = 64 * 1024 * 1024;           // of an answer that is no stream, decompressed
    const core::Clock *clock = &core::systemClock(); // for the age of credentials
};

} // namespace podwright::kube
