#pragma once

#include "models/core/error.h"

#include <string>

namespace podwright::sandbox {

// Something a pod refers to is not there; the text becomes the message of its state or event.
inline core::Error missing(const std::string &text)
{
    return {.kind = core::Error::Kind::NotFound, .message = QString::fromStdString(text)};
}

} // namespace podwright::sandbox
