#pragma once

#include "app/sandbox/api_errors.h"
#include "app/sandbox/names.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace podwright::sandbox {

// Collects what is wrong with an object, in the order it is found, without repeats.
class Problems
{
public:
    void required(const std::string &field, const std::string &detail = {});
    void invalid(const std::string &field, const Json &value, const std::string &detail);
    void invalid(const std::string &field, const Json &value, const Complaints &complaints);
    void unsupported(const std::string &field, const Json &value, std::initializer_list<const char *> supported);
    void duplicate(const std::string &field, const Json &value);
    void notFound(const std::string &field, const Json &value);
    void forbidden(const std::string &field, const std::string &detail);
    void tooLong(const std::string &field, size_t limit);

    // Absent or one of these values.
    void oneOf(const std::string &field, const Json &value, std::initializer_list<const char *> supported);

    std::vector<Cause> take() { return std::move(m_causes); }

private:
    void add(const char *reason, std::string message, const std::string &field);

    std::vector<Cause> m_causes;
};

std::string indexed(const std::string &path, size_t index);         // "spec.containers[0]"
std::string keyed(const std::string &path, const std::string &key); // "limits[cpu]"

} // namespace podwright::sandbox
