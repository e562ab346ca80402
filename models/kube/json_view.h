#pragma once

#include "models/core/json.h"

#include <initializer_list>
#include <string_view>

namespace podwright::kube {

// A look at a JSON value that never fails: a missing or mistyped step gives an absent value, an empty text, 0 or false.
// Readers that are templates over a view work on parsed documents (JsonView) and on simdjson's tape (SimdView) alike.
class JsonView
{
public:
    using Path = std::initializer_list<std::string_view>;

    JsonView()
        : m_value(&absent())
    {}
    explicit JsonView(const core::Json &value)
        : m_value(&value)
    {}

    JsonView at(Path path) const { return JsonView(core::at(*m_value, path)); }
    std::string_view text(Path path) const { return at(path).text(); }
    std::string_view text() const
    {
        return m_value->is_string() ? std::string_view(m_value->get_ref<const std::string &>()) : std::string_view();
    }
    long long integer(Path path) const { return core::intAt(*m_value, path); }
    bool flag(Path path) const { return core::boolAt(*m_value, path); }
    bool isObject() const { return m_value->is_object(); }
    bool isText() const { return m_value->is_string(); }

    // Of a list; of anything else nothing.
    template<class Visit>
    void forEach(Visit visit) const
    {
        if (!m_value->is_array())
            return;
        for (const core::Json &element : *m_value)
            visit(JsonView(element));
    }
    // Of an object: visit(name, value).
    template<class Visit>
    void forEachMember(Visit visit) const
    {
        if (!m_value->is_object())
            return;
        for (const auto &[name, value] : m_value->items())
            visit(std::string_view(name), JsonView(value));
    }

    const core::Json &json() const { return *m_value; }

private:
    static const core::Json &absent()
    {
        static const core::Json none;
        return none;
    }

    const core::Json *m_value;
};

} // namespace podwright::kube
